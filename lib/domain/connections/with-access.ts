import { setTimeout as pause } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { SealError } from '#lib/platform/seal.ts';
import type { Access, AppCredentials, MachinePort } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { Ctx } from '../ctx.ts';
import { findApp } from './app.ts';
import type { ConnectionRow } from './find.ts';
import { machineToken } from './machine-token.ts';
import { markExpired } from './mark-trouble.ts';
import { renew } from './refresh.ts';
import { DEAD_CODES, isRenewalDue } from './rules.ts';
import { openToken } from './tokens.ts';

/** How others wait for the one who asks for new tokens: two seconds where the old one still serves, else nine. */
const WAIT_MS = 150;
const WAITS = { lives: 13, dead: 60 };

type Options = {
  readonly signal?: AbortSignal | undefined;
  /** The version of the tokens that the channel has just refused: newer ones are needed, whatever their end says. */
  readonly refusedVersion?: number | undefined;
};

export type Granted = {
  readonly access: Access;
  /** Of the token in `access`. */
  readonly tokenVersion: number;
  /** Of the connection's own tokens; the same but for a machine account's. */
  readonly linkVersion: number;
};

/**
 * Runs one call to the channel with a token that lives. Where the channel refuses the token although it should live, new
 * tokens are asked for once and the call is made once more; refused again, the connection is expired. Wrap each call, not
 * a whole sync: what ran before the refusal would run twice.
 * @param work asks the channel, and changes nothing here
 * @throws ChannelError as `getAccess`, and what `work` throws
 */
export async function withAccess<T>(
  ctx: Ctx,
  connectionId: string,
  work: (access: Access) => Promise<T>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const first = await getAccess(ctx, connectionId, options);
  try {
    return await work(first.access);
  } catch (error) {
    if (!(error instanceof ChannelError) || error.kind !== 'auth') throw error;
  }
  const second = await getAccess(ctx, connectionId, { ...options, refusedVersion: first.tokenVersion });
  try {
    return await work(second.access);
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'auth')
      await markExpired(ctx, { id: connectionId, tokenVersion: second.linkVersion }, { code: 'auth' });
    throw error;
  }
}

/**
 * A token that lives, renewed early and once for all workers; the others wait a few seconds for it, and go on with the old
 * one while that still lives. Where calls are a machine account's, its token, however the account was linked. Call it
 * outside of a transaction.
 * @throws ChannelError auth: expired, a person connects again (marked and in the journal already); gone: disconnected or
 *   unknown; rejected: switched off or without credentials; else as the refresh failed, with nothing changed
 */
export async function getAccess(ctx: Ctx, connectionId: string, options: Options = {}): Promise<Granted> {
  invariant(!ctx.afterCommit, 'tokens are renewed outside of a transaction: others must see who does it');
  for (let waits = 0; ; waits++) {
    const row = await readRow(ctx, connectionId);
    const machine = ctx.channels[row.provider]?.provider.machine ?? null;
    if (machine) return machineAccess(ctx, row, machine, options);
    const isRefused = row.tokenVersion === options.refusedVersion;
    const isDue = isRefused || row.tokenExpiresAt === null || isEnding(row, ctx.clock.now());
    const opened = await openOr(ctx, row, options.signal);
    if (!isDue) return opened.granted;
    const lives = !isRefused && isAlive(row, ctx.clock.now());
    // Without means to renew it serves to its end.
    if (lives && row.refreshTokenSealed === null) return opened.granted;
    const renewal = await renewOr(ctx, row, opened);
    if (renewal.kind === 'failed') {
      if (lives) return opened.granted;
      throw renewal.error;
    }
    if (renewal.kind === 'renewed') continue;
    if (waits >= (lives ? WAITS.lives : WAITS.dead)) {
      if (lives) return opened.granted;
      throw new ChannelError('transient', 'New tokens are being asked for. Try again.', {
        retryAfterSeconds: 10,
      });
    }
    await pause(WAIT_MS, undefined, options.signal ? { signal: options.signal } : {});
  }
}

async function readRow(ctx: Ctx, connectionId: string): Promise<ConnectionRow> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, connectionId)));
  if (!row || row.status === 'disconnected')
    throw new ChannelError('gone', 'This account is not connected any more.');
  // A paused one that has expired is still called paused.
  const isDead = row.status === 'expired' || DEAD_CODES.includes(row.lastErrorCode ?? '');
  const needsToken = !ctx.channels[row.provider]?.provider.machine;
  if (isDead || (needsToken && row.accessTokenSealed === null))
    throw new ChannelError('auth', 'The access to this account has ended. Connect it again.');
  return row;
}

const isEnding = (row: ConnectionRow, now: Temporal.Instant) =>
  row.tokenExpiresAt !== null && isRenewalDue({ expiresAt: row.tokenExpiresAt, since: row.tokensSince }, now);

const isAlive = (row: ConnectionRow, now: Temporal.Instant) =>
  row.tokenExpiresAt !== null && Temporal.Instant.compare(row.tokenExpiresAt, now) > 0;

type Opened = { readonly granted: Granted };

/** A wrong key or secret is a person's to mend, like a consent that has ended. */
async function machineAccess(
  ctx: Ctx,
  row: ConnectionRow,
  machine: MachinePort,
  options: Options,
): Promise<Granted> {
  const app = await needApp(ctx, row);
  const { provider, accountId, granted: groupIds } = row;
  try {
    const { accessToken, version } = await machineToken(ctx, { provider, machine, app }, options);
    const { signal } = options;
    const access = { app, accessToken, accountId, groupIds, ...(signal ? { signal } : {}) };
    return { access, tokenVersion: version, linkVersion: row.tokenVersion };
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'auth') await markExpired(ctx, row, { code: 'auth' });
    throw error;
  }
}

async function needApp(ctx: Ctx, row: ConnectionRow): Promise<AppCredentials> {
  const app = await unsealing(ctx, row, () => findApp(ctx, row.provider));
  if (app) return app;
  throw new ChannelError('rejected', 'The channel was switched off here, or has no credentials any more.');
}

async function openOr(ctx: Ctx, row: ConnectionRow, signal: AbortSignal | undefined): Promise<Opened> {
  const app = await needApp(ctx, row);
  const accessToken = await unsealing(ctx, row, async () =>
    openToken(ctx, row.id, 'access_token_sealed', row.accessTokenSealed ?? ''),
  );
  const access = { app, accessToken, accountId: row.accountId, ...(signal ? { signal } : {}) };
  return { granted: { access, tokenVersion: row.tokenVersion, linkVersion: row.tokenVersion } };
}

async function renewOr(ctx: Ctx, row: ConnectionRow, opened: Opened) {
  const oauth = ctx.channels[row.provider]?.provider.oauth;
  if (!oauth) throw new ChannelError('rejected', 'This channel cannot be asked in this version.');
  const { app } = opened.granted.access;
  return unsealing(ctx, row, () => renew(ctx, row, { oauth, app }));
}

/** A token whose key is gone is as good as none: a person connects again. */
async function unsealing<T>(ctx: Ctx, row: ConnectionRow, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const message =
      'Its saved access cannot be opened any more: the encryption key is gone. Connect it again.';
    await markExpired(ctx, row, { code: 'unreadable', message });
    throw new ChannelError('auth', message, { cause: error });
  }
}
