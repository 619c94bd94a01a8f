import { and, eq, isNull, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import type { AppCredentials, OAuthPort, Tokens } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { ConnectionRow } from './find.ts';
import { markExpired } from './mark-trouble.ts';
import { DEAD_CODES, LIMIT_SENTENCES, limitOf } from './rules.ts';
import { openToken, sealTokens } from './tokens.ts';

/** Longer than any refresh takes; a worker that dies in one holds the others up no longer. */
const LEASE_SECONDS = 60;
const REVOKE_MS = 5_000;

export type Renewal =
  /** New tokens stand in the row, or somebody else's do: read it again. */
  | { readonly kind: 'renewed' }
  /** Another worker is asking, or has just found that there is nothing to ask any more. */
  | { readonly kind: 'busy' }
  /** The channel could not be asked now; nothing has changed. */
  | { readonly kind: 'failed'; readonly error: ChannelError };

/**
 * Asks for new tokens, once for all workers: who gets the lease on this version of the tokens asks, the rest wait. Dying
 * between the channel's answer and the row leaves the old tokens; the next one tries them, which works where the channel
 * still takes them and ends in a clear "connect again" where not.
 * @throws ChannelError auth once the connection is marked expired; SealError
 */
export async function renew(
  ctx: Ctx,
  row: ConnectionRow,
  by: { readonly oauth: OAuthPort; readonly app: AppCredentials },
): Promise<Renewal> {
  if (row.refreshTokenSealed === null) throw await expired(ctx, row);
  const refreshToken = openToken(ctx, row.id, 'refresh_token_sealed', row.refreshTokenSealed);
  if (!(await lease(ctx, row))) return { kind: 'busy' };
  const { app, oauth } = by;
  let tokens: Tokens;
  try {
    // Without its caller's signal: broken off in the middle, the answer with the only new tokens would be lost.
    tokens = await oauth.refresh({ app, refreshToken });
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'auth') throw await expired(ctx, row);
    await release(ctx, row);
    if (error instanceof ChannelError) return { kind: 'failed', error };
    throw error;
  }
  if (!(await store(ctx, row, tokens, oauth))) await dropOrphan(ctx, row, tokens, by);
  return { kind: 'renewed' };
}

/** @returns what to throw */
async function expired(ctx: Ctx, row: ConnectionRow): Promise<ChannelError> {
  await markExpired(ctx, row, { code: 'auth' });
  return new ChannelError('auth', 'The access to this account has ended. Connect it again.');
}

async function lease(ctx: Ctx, row: ConnectionRow): Promise<boolean> {
  const now = ctx.clock.now();
  const isFree = or(isNull(connections.refreshingUntil), lte(connections.refreshingUntil, now));
  // Whoever read the row before it was found dead would otherwise ask once more.
  const isNotDead = or(isNull(connections.lastErrorCode), notInArray(connections.lastErrorCode, DEAD_CODES));
  const got = await ctx.db
    .update(connections)
    .set({ refreshingUntil: now.add({ seconds: LEASE_SECONDS }) })
    .where(and(thisVersion(ctx, row), isFree, isNotDead))
    .returning({ id: connections.id });
  return got.length === 1;
}

async function release(ctx: Ctx, row: ConnectionRow): Promise<void> {
  await ctx.db.update(connections).set({ refreshingUntil: null }).where(thisVersion(ctx, row));
}

/** Both tokens in one statement. @returns false where the row has moved on: reconnected or disconnected meanwhile */
async function store(ctx: Ctx, row: ConnectionRow, tokens: Tokens, oauth: OAuthPort): Promise<boolean> {
  const sealed = sealTokens(ctx, row.id, tokens);
  const scopes = tokens.scopes ?? row.scopes;
  const limit = limitOf({ hasRefreshToken: true, granted: scopes }, oauth.scopes);
  const now = ctx.clock.now();
  const stored = await ctx.db
    .update(connections)
    .set({
      accessTokenSealed: sealed.accessTokenSealed,
      // The channel may keep the old one valid and send none.
      ...(sealed.refreshTokenSealed === null ? {} : { refreshTokenSealed: sealed.refreshTokenSealed }),
      tokenExpiresAt: tokens.expiresAt,
      tokensSince: now,
      tokenVersion: row.tokenVersion + 1,
      refreshingUntil: null,
      scopes,
      ...(limit === null
        ? {}
        : {
            status: sql`case when ${connections.status} = 'connected' then 'limited' else ${connections.status} end`,
            lastErrorCode: limit,
            lastError: LIMIT_SENTENCES[limit],
          }),
      updatedAt: now,
    })
    .where(and(thisVersion(ctx, row), ne(connections.status, 'disconnected')))
    .returning({ id: connections.id });
  return stored.length === 1;
}

function thisVersion(ctx: Ctx, row: ConnectionRow) {
  return and(
    eq(connections.orgId, ctx.org),
    eq(connections.id, row.id),
    eq(connections.tokenVersion, row.tokenVersion),
  );
}

/** Disconnected while the channel was asked: what came then belongs to nobody. */
async function dropOrphan(
  ctx: Ctx,
  row: ConnectionRow,
  tokens: Tokens,
  { oauth, app }: { oauth: OAuthPort; app: AppCredentials },
): Promise<void> {
  const [now] = await ctx.db
    .select({ status: connections.status })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, row.id)));
  if (now && now.status !== 'disconnected') return; // giving one token back could end the grant that is in use
  const { accessToken } = tokens;
  const signal = AbortSignal.timeout(REVOKE_MS);
  await oauth.revoke({ app, accessToken, accountId: row.accountId, signal }).catch((error: unknown) => {
    const told = error instanceof ChannelError ? { kind: error.kind, status: error.status } : { err: error };
    ctx.log.warn({ ...told, connectionId: row.id }, 'tokens of a disconnected account could not be revoked');
  });
}
