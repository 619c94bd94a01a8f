import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import { machineTokens } from '#db/schema/connections.ts';
import { INSTANCE } from '#db/sealed-columns.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { open, SealError, type SealPlace, seal } from '#lib/platform/seal.ts';
import type { AppCredentials, MachinePort, Tokens } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { Ctx } from '../ctx.ts';
import { isRenewalDue } from './rules.ts';
import type { ProviderName } from './schemas.ts';

/** Longer than any exchange takes; a worker that dies in one holds the others up no longer. */
const LEASE_SECONDS = 30;
/** How others wait for the one who asks: two seconds where the old token still serves, else nine. */
const WAIT_MS = 150;
const WAITS = { lives: 13, dead: 60 };

export type MachineToken = { readonly accessToken: string; readonly version: number };
export type MachineAccount = {
  readonly provider: ProviderName;
  readonly machine: MachinePort;
  readonly app: AppCredentials;
};
type Options = { readonly refusedVersion?: number | undefined; readonly signal?: AbortSignal | undefined };
type Row = typeof machineTokens.$inferSelect;

/**
 * A machine account's token that lives: one for every worker, connection and organization with this key, exchanged early
 * and by one of them at a time. Never more often than the channel allows in an hour: each exchange is written down before
 * it is made, so that one which dies in the middle counts as well.
 *
 * Dying between the channel's answer and the row costs one exchange; the next worker makes another when the lease ends.
 * @param options.refusedVersion the token that the channel has just refused: a newer one is needed, whatever its end says
 * @throws ChannelError auth where key or secret are wrong; limited where the hour's exchanges are used up; else as the
 *   exchange failed
 */
export async function machineToken(
  ctx: Ctx,
  account: MachineAccount,
  options: Options = {},
): Promise<MachineToken> {
  invariant(!ctx.afterCommit, 'tokens are exchanged outside of a transaction: others must see who does it');
  for (let waits = 0; ; waits++) {
    const row = await findOrMake(ctx, account);
    const now = ctx.clock.now();
    const live = row.tokenVersion === options.refusedVersion ? null : openLive(ctx, row, now);
    if (live && !isDue(row, now)) return live;
    const turn = await exchangeOnce(ctx, account, row);
    if (turn.kind === 'stored') continue;
    if (turn.kind === 'failed') {
      if (live) return live;
      throw turn.error;
    }
    if (waits >= (live ? WAITS.lives : WAITS.dead)) {
      if (live) return live;
      throw new ChannelError('transient', 'A new token is being asked for. Try again.', {
        retryAfterSeconds: 10,
      });
    }
    await pause(WAIT_MS, undefined, options.signal ? { signal: options.signal } : {});
  }
}

/** Null where there is none, it has ended, or its key is gone: then another is exchanged, which needs nobody. */
function openLive(ctx: Ctx, row: Row, now: Temporal.Instant): MachineToken | null {
  if (row.tokenSealed === null || row.expiresAt === null) return null;
  if (Temporal.Instant.compare(row.expiresAt, now) <= 0) return null;
  try {
    return { accessToken: open(ctx.keys, row.tokenSealed, placeOf(row.id)), version: row.tokenVersion };
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

function isDue(row: Row, now: Temporal.Instant): boolean {
  const last = row.exchangedAt.at(-1);
  const since = last === undefined ? null : Temporal.Instant.from(last);
  return row.expiresAt === null || isRenewalDue({ expiresAt: row.expiresAt, since }, now);
}

type Turn =
  | { readonly kind: 'stored' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly error: ChannelError };

async function exchangeOnce(ctx: Ctx, { machine, app }: MachineAccount, row: Row): Promise<Turn> {
  const now = ctx.clock.now();
  const recent = row.exchangedAt.filter((at) => now.since(Temporal.Instant.from(at)).total('hours') < 1);
  if (recent.length >= machine.tokensPerHour) return { kind: 'failed', error: usedUp(recent, now) };
  const exchangedAt = [...recent, now.toString()];
  if (!(await lease(ctx, row, exchangedAt))) return { kind: 'busy' };
  let tokens: Tokens;
  try {
    // Without its caller's signal: broken off in the middle, one of the few exchanges of the hour would be lost.
    tokens = await machine.exchange(app);
  } catch (error) {
    await ctx.db.update(machineTokens).set({ refreshingUntil: null }).where(thisVersion(row));
    if (error instanceof ChannelError) return { kind: 'failed', error };
    throw error;
  }
  await ctx.db
    .update(machineTokens)
    .set({
      tokenSealed: seal(ctx.keys, tokens.accessToken, placeOf(row.id)),
      expiresAt: tokens.expiresAt,
      tokenVersion: row.tokenVersion + 1,
      refreshingUntil: null,
      updatedAt: ctx.clock.now(),
    })
    .where(thisVersion(row));
  return { kind: 'stored' };
}

function usedUp(recent: readonly string[], now: Temporal.Instant): ChannelError {
  const oldest = Temporal.Instant.from(recent[0] ?? now.toString());
  const seconds = Math.ceil(oldest.add({ hours: 1 }).since(now).total('seconds'));
  return new ChannelError('limited', 'All tokens that the channel gives in an hour are used up.', {
    retryAfterSeconds: Math.max(1, seconds),
  });
}

async function lease(ctx: Ctx, row: Row, exchangedAt: readonly string[]): Promise<boolean> {
  const now = ctx.clock.now();
  const isFree = or(isNull(machineTokens.refreshingUntil), lte(machineTokens.refreshingUntil, now));
  const got = await ctx.db
    .update(machineTokens)
    .set({ refreshingUntil: now.add({ seconds: LEASE_SECONDS }), exchangedAt, updatedAt: now })
    // What was counted is what was read: of two who read the same row the second finds it changed.
    .where(and(thisVersion(row), isFree, eq(machineTokens.exchangedAt, row.exchangedAt)))
    .returning({ id: machineTokens.id });
  return got.length === 1;
}

const thisVersion = (row: Row) =>
  and(eq(machineTokens.id, row.id), eq(machineTokens.tokenVersion, row.tokenVersion));

const placeOf = (rowId: string): SealPlace => ({
  table: 'machine_tokens',
  column: 'token_sealed',
  rowId,
  orgId: INSTANCE,
});

async function findOrMake(ctx: Ctx, { provider, app }: MachineAccount): Promise<Row> {
  const clientHash = ctx.secretHash(
    `machine ${provider} ${JSON.stringify([app.clientId, app.clientSecret])}`,
  );
  const isIt = and(eq(machineTokens.provider, provider), eq(machineTokens.clientHash, clientHash));
  const [known] = await ctx.db.select().from(machineTokens).where(isIt);
  if (known) return known;
  await ctx.db
    .insert(machineTokens)
    .values({ id: newId('machineToken'), provider, clientHash, updatedAt: ctx.clock.now() })
    .onConflictDoNothing();
  const [row] = await ctx.db.select().from(machineTokens).where(isIt);
  invariant(row, 'the row that was just made is there');
  return row;
}
