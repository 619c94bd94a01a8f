import { and, eq, inArray, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { reservations } from '#db/schema/reservations.ts';
import { brokenConstraint } from '#db/sql-state.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Account, AppCredentials, Tokens } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { takeOverAgain } from '../calendars/supersede.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { oweFirstContact } from '../push/mark-dirty.ts';
import { type ConnectionRow, channelOf } from './find.ts';
import { alignListingPolls } from './listing-polls.ts';
import { machineToken } from './machine-token.ts';
import { findObstacle, findOtherHolder } from './obstacles.ts';
import { oweQueuePoll } from './queue-poll.ts';
import { reviveMappings } from './revive-mappings.ts';
import { LIMIT_SENTENCES, type Limit } from './rules.ts';
import type { ProviderName } from './schemas.ts';
import { sealTokens } from './tokens.ts';

/** A grant that the channel has just given; without `tokens` a machine account's own link, which needs no grant. */
export type Link = {
  readonly provider: ProviderName;
  readonly app: AppCredentials;
  readonly tokens: Tokens | null;
  readonly limit: Limit | null;
};

export type Saved =
  | { readonly kind: 'saved'; readonly connectionId: string }
  | { readonly kind: 'refused'; readonly reason: 'taken' | 'not_allowed' | 'gone' };

const REVOKE_MS = 5_000;
const ACCOUNT_ID_MAX = 200;

/**
 * Stores a grant as the connection of its account: a new row, or the one the account had, revived with its mappings. What
 * cannot be stored is given back to the channel.
 * @throws ChannelError where the channel does not say whose grant it is; the caller gives it back
 */
export async function saveConnection(ctx: Ctx, link: Link): Promise<Saved> {
  const account = await askAccount(ctx, link);
  let saved: Saved;
  try {
    saved = await inTx(ctx, async (tx) => {
      const reason = (await findObstacle(tx)) ?? (await findOtherHolder(tx, link, account.externalId));
      if (reason !== null) return refuse(reason);
      return { kind: 'saved', connectionId: await write(tx, link, account) };
    });
  } catch (error) {
    // Not given back: at some channels that ends the grant which the other organization lives from.
    if (brokenConstraint(error) === 'connections_live_account') return refuse('taken');
    await giveBack(ctx, link, account.externalId);
    throw error;
  }
  if (saved.kind === 'refused' && saved.reason !== 'taken') await giveBack(ctx, link, account.externalId);
  return saved;
}

const refuse = (reason: 'taken' | 'not_allowed' | 'gone'): Saved => ({ kind: 'refused', reason });

async function askAccount(ctx: Ctx, link: Link): Promise<Account> {
  const { provider: name, app, tokens } = link;
  const accountId = tokens?.accountId ?? null;
  const { provider } = channelOf(ctx, name);
  const { machine } = provider;
  const asGranted = machine && accountId !== null && tokens?.accountName;
  const account = asGranted
    ? { externalId: accountId, name: tokens.accountName }
    : await provider.account({ app, accessToken: await callToken(), accountId });
  if (account.externalId === '' || account.externalId.length > ACCOUNT_ID_MAX)
    throw new ChannelError('malformed', 'The channel gave its account an id that cannot be used.');
  if (accountId !== null && accountId !== account.externalId)
    throw new ChannelError('malformed', 'The channel named two accounts for one grant.');
  return account;

  async function callToken(): Promise<string> {
    if (machine) return (await machineToken(ctx, { provider: name, machine, app })).accessToken;
    invariant(tokens, 'without a machine account there are tokens');
    return tokens.accessToken;
  }
}

async function write(tx: Ctx, link: Link, account: Account): Promise<string> {
  const before = await findOrMake(tx, link, account);
  const now = tx.clock.now();
  const status = link.limit === null ? ('connected' as const) : ('limited' as const);
  await tx.db
    .update(connections)
    .set({
      ...tokenColumns(tx, before.id, link),
      accountName: nameOf(account),
      status,
      mode: link.tokens ? 'consent' : 'machine',
      granted: link.tokens?.granted ?? null,
      tokensSince: now,
      tokenVersion: before.tokenVersion + 1,
      refreshingUntil: null,
      scopes: link.tokens?.scopes ?? null,
      lastErrorCode: link.limit,
      lastError: link.limit === null ? null : LIMIT_SENTENCES[link.limit],
      consecutiveFailures: 0,
      nextSyncAt: now,
      lastFullSyncAt: null, // nobody listened meanwhile
      connectedAt: now,
      disconnectedAt: null,
      updatedAt: now,
    })
    .where(and(eq(connections.orgId, tx.org), eq(connections.id, before.id)));
  if (!before.isNew) await revive(tx, { id: before.id, provider: link.provider }, now);
  await enqueue(tx, {
    kind: 'connection.sync',
    key: before.id,
    payload: { connectionId: before.id, trigger: 'added' },
    dueAt: now,
  });
  await oweQueuePoll(tx, { id: before.id, provider: link.provider }, now);
  // Who worked until this moment has missed nothing: only new tokens came.
  const wasAway = before.isNew || !['connected', 'limited'].includes(before.status);
  await alignListingPolls(tx, { id: before.id, provider: link.provider }, wasAway);
  if (wasAway) await oweFirstContact(tx, { id: before.id, provider: link.provider }, 'all');
  await announce(tx, 'connections');
  await record(tx, {
    action: before.isNew ? 'connection.connected' : 'connection.reconnected',
    subject: { kind: 'connection', id: before.id },
    before: before.isNew ? null : { status: before.status },
    after: {
      provider: link.provider,
      accountId: account.externalId,
      accountName: nameOf(account),
      status,
      limit: link.limit,
    },
  });
  return before.id;
}

/** Where the calls are a machine account's, the grant's token opens none and its end says nothing of the grant. */
function tokenColumns(tx: Ctx, id: string, { provider, tokens }: Link) {
  if (!tokens) return { accessTokenSealed: null, refreshTokenSealed: null, tokenExpiresAt: null };
  const isMachine = channelOf(tx, provider).provider.machine !== null;
  return { ...sealTokens(tx, id, tokens), tokenExpiresAt: isMachine ? null : tokens.expiresAt };
}

const nameOf = (account: Account) => account.name.slice(0, 200) || account.externalId;

type Before = Pick<ConnectionRow, 'id' | 'status' | 'tokenVersion'> & { readonly isNew: boolean };

/** The account's row, locked. A new one is made bare, so that two at once agree on one; no token stands in it yet. */
async function findOrMake(tx: Ctx, link: Link, account: Account): Promise<Before> {
  const now = tx.clock.now();
  const known = await lockAccount(tx, link.provider, account.externalId);
  if (known) return { ...known, isNew: false };
  const [made] = await tx.db
    .insert(connections)
    .values({
      id: newId('connection'),
      orgId: tx.org,
      provider: link.provider,
      accountId: account.externalId,
      accountName: nameOf(account),
      status: 'connected',
      intervalMinutes: channelOf(tx, link.provider).pollMinutes,
      connectedAt: now,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({ target: [connections.orgId, connections.provider, connections.accountId] })
    .returning();
  if (made) return { ...made, isNew: true };
  const other = await lockAccount(tx, link.provider, account.externalId);
  if (!other) throw new Error('a connection was made and deleted while we waited for it');
  return { ...other, isNew: false };
}

async function lockAccount(
  tx: Ctx,
  provider: ProviderName,
  accountId: string,
): Promise<ConnectionRow | null> {
  const [row] = await tx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.orgId, tx.org),
        eq(connections.provider, provider),
        eq(connections.accountId, accountId),
      ),
    )
    .for('no key update');
  return row ?? null;
}

/** What a disconnect switched off comes back, and takes over from its calendars again; what a person switched off stays off. */
async function revive(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  now: Temporal.Instant,
): Promise<void> {
  const connectionId = connection.id;
  await reviveMappings(tx, connection, now);
  await takeOverAgain(tx, connectionId);
  await tx.db
    .update(reservations)
    .set({ followed: 'followed', updatedAt: now })
    .where(
      and(
        eq(reservations.orgId, tx.org),
        eq(reservations.connectionId, connectionId),
        eq(reservations.followed, 'no_longer_followed'),
      ),
    );
}

/**
 * Hands tokens back that will not be stored; a failure is logged, since they end by themselves. Not where the account
 * works here already: at some channels giving one token back ends the whole grant.
 * @param accountId null where the channel did not say whose they are: then any account of the channel counts
 */
export async function giveBack(ctx: Ctx, link: Link, accountId: string | null): Promise<void> {
  const oauth = ctx.channels[link.provider]?.provider.oauth;
  const { app, tokens } = link;
  if (!oauth || !tokens) return;
  try {
    if (await worksAlready(ctx, link.provider, accountId)) return;
    const signal = AbortSignal.timeout(REVOKE_MS);
    await oauth.revoke({ app, accessToken: tokens.accessToken, accountId, signal });
  } catch (error) {
    const told = error instanceof ChannelError ? { kind: error.kind, status: error.status } : { err: error };
    ctx.log.warn({ ...told, requestId: ctx.requestId }, 'tokens that were not stored could not be revoked');
  }
}

async function worksAlready(ctx: Ctx, provider: ProviderName, accountId: string | null): Promise<boolean> {
  const rows = await ctx.db
    .select({ one: sql`1` })
    .from(connections)
    .where(
      and(
        eq(connections.orgId, ctx.org),
        eq(connections.provider, provider),
        inArray(connections.status, ['connected', 'limited', 'error', 'paused']),
        accountId === null ? undefined : eq(connections.accountId, accountId),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
