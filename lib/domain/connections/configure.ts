import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { channelApps } from '#db/schema/connections.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { open, seal } from '#lib/platform/seal.ts';
import type { Access, AppCredentials } from '#lib/providers/access-contract.ts';
import type { Channel } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { type AppRow, appPlace, appSource, findAppRow, webhookPathHash } from './app.ts';
import { redirectUriOf } from './begin-connect.ts';
import { channelOf, findConnection, listLive } from './find.ts';
import { machineToken } from './machine-token.ts';
import { getChannel } from './queries.ts';
import type { ConfigureAnswer, ConfigureInput, ProviderName, TestAnswer } from './schemas.ts';
import { pauseRow } from './update-connection.ts';

const BROUGHT = ['apiKey', 'apiSecret', 'webhookUrl', 'webhookSecret'] as const;

/**
 * Saves what an organization brings for a channel: write-only, sealed, tried before it is saved as far as that goes
 * without a token. Switching the channel off pauses its connections; switching it on again leaves that to people.
 * @param connectionId where the channel has several accounts one must be named, so that nobody does it unawares to all
 * @throws AppError forbidden, conflict, choose_connection, not_found, invalid_input
 */
export async function configureChannel(
  ctx: Ctx,
  provider: ProviderName,
  input: ConfigureInput,
  connectionId?: string,
): Promise<ConfigureAnswer> {
  requireCan(ctx, 'connection.configure');
  const channel = channelOf(ctx, provider);
  if (provider === 'avito' && BROUGHT.some((name) => input[name] !== undefined)) {
    throw new AppError(
      'conflict',
      "Avito's key and secret are the installation's alone: its operator sets them. Nothing was saved.",
      {
        details: { reason: 'instance_only' },
      },
    );
  }
  if (connectionId !== undefined || (await listLive(ctx, provider)).length > 1)
    await findConnection(ctx, provider, connectionId);
  // Asked before the transaction: nobody waits at our rows for a channel that is slow.
  const known = await findAppRow(ctx, provider);
  const test = await tryApp(ctx, channel, merge(ctx, known, input) ?? channel.app);
  if (!test.ok && (input.apiKey || input.apiSecret)) throw refusedApp(test);
  await inTx(ctx, async (tx) => {
    const row = await lockAppRow(tx, provider);
    // Again, under the lock: another save may have taken the other half away meanwhile.
    merge(tx, row, input);
    await save(tx, row, input);
    await note(tx, row, input);
    await announce(tx, 'connections');
    if (input.isActive === false) await pauseAll(tx, provider);
  });
  return { ...(await getChannel(ctx, provider)), test };
}

/** The row, locked; made where there is none. Its webhook path is minted once and stays, since the channel was told it. */
async function lockAppRow(tx: Ctx, provider: ProviderName): Promise<AppRow> {
  const id = newId('channelApp');
  const path = randomBytes(24).toString('base64url');
  const now = tx.clock.now();
  await tx.db
    .insert(channelApps)
    .values({
      id,
      orgId: tx.org,
      provider,
      webhookPathHash: webhookPathHash(tx, path),
      webhookPathSealed: seal(tx.keys, path, appPlace(tx, id, 'webhook_path_sealed')),
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({ target: [channelApps.orgId, channelApps.provider] });
  const [row] = await tx.db
    .select()
    .from(channelApps)
    .where(and(eq(channelApps.orgId, tx.org), eq(channelApps.provider, provider)))
    .for('no key update');
  if (!row) throw new Error('the row that was just made is gone');
  return row;
}

/** The credentials as they would be. @throws AppError invalid_input for a half of a pair */
function merge(ctx: Ctx, row: AppRow | null, input: ConfigureInput): AppCredentials | null {
  const clientId =
    input.apiKey === undefined
      ? row?.apiKeySealed && open(ctx.keys, row.apiKeySealed, appPlace(ctx, row.id, 'api_key_sealed'))
      : input.apiKey;
  const clientSecret =
    input.apiSecret === undefined
      ? row?.apiSecretSealed &&
        open(ctx.keys, row.apiSecretSealed, appPlace(ctx, row.id, 'api_secret_sealed'))
      : input.apiSecret;
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return null;
  const path = clientId ? 'apiSecret' : 'apiKey';
  throw new AppError('invalid_input', 'Key and secret go together: send both. Nothing was saved.', {
    issues: [{ path, message: 'is missing' }],
  });
}

/** What can be known before anybody has connected: that a consent page can be named, and whether the channel knows the app. */
async function tryApp(ctx: Ctx, channel: Channel, app: AppCredentials | null): Promise<TestAnswer> {
  const { name, id, oauth } = channel.provider;
  const step = (ok: boolean, message: string, code = 'not_configured'): TestAnswer => ({
    ok,
    steps: [{ step: 'app', ok, message }],
    error: ok ? null : { code, message },
  });
  if (!app) return step(false, `${name} has no credentials: only its calendar links can be followed.`);
  if (oauth) tryConsentPage(oauth, app, redirectUriOf(ctx.appUrl, id));
  const ask = asker(ctx, channel, app);
  if (!ask) {
    const message = `Whether ${name} takes this key and secret shows with the first connect: it offers no way to ask before.`;
    return step(true, message);
  }
  try {
    if (await ask()) return step(true, `${name} takes this key and secret.`);
    return step(false, `${name} refuses this key and secret.`, 'app_refused');
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    // Ours to save all the same: a channel that is away says nothing against a key.
    return step(
      true,
      `${name} could not be asked just now (${error.message}). The first connect will show it.`,
    );
  }
}

/** How to find out whether the channel knows this key and secret; null where there is no way to ask. */
function asker(ctx: Ctx, channel: Channel, app: AppCredentials): (() => Promise<boolean>) | null {
  const { id: provider, oauth, machine } = channel.provider;
  const knowsApp = oauth?.knowsApp ?? null;
  if (!machine) return knowsApp && (() => knowsApp(app));
  return async () => {
    try {
      const { accessToken } = await machineToken(ctx, { provider, machine, app });
      await needSameAccount(ctx, channel, { app, accessToken, accountId: null });
      return true;
    } catch (error) {
      if (error instanceof ChannelError && error.kind === 'auth') return false;
      throw error;
    }
  };
}

/**
 * A key of another machine account under a connected one would bring that one's bookings in as this one's.
 * @throws AppError conflict
 */
async function needSameAccount(ctx: Ctx, { provider }: Channel, access: Access): Promise<void> {
  const linked = (await listLive(ctx, provider.id)).filter((row) => row.mode === 'machine');
  if (linked.length === 0) return;
  const { externalId } = await provider.account(access);
  const other = linked.find((row) => row.accountId !== externalId);
  if (!other) return;
  throw new AppError(
    'conflict',
    `This key belongs to another machine account than the connected one (${other.accountName}). Disconnect that one first. Nothing was saved.`,
    { details: { reason: 'other_account' } },
  );
}

function refusedApp(test: TestAnswer): AppError {
  const message = test.error?.message ?? '';
  return new AppError('invalid_input', `${message} Nothing was saved.`, {
    issues: [{ path: 'apiSecret', message: 'refused by the channel, together with the key' }],
    details: { reason: 'app_refused' },
  });
}

function tryConsentPage(
  oauth: NonNullable<Channel['provider']['oauth']>,
  app: AppCredentials,
  redirectUri: string,
): void {
  const probe = { app, redirectUri, state: 'a'.repeat(43), codeChallenge: 'a'.repeat(43) };
  const isWhole = oauth.authorizeUrl(probe).href.includes(encodeURIComponent(app.clientId).slice(0, 200));
  if (isWhole) return;
  throw new AppError('invalid_input', 'This key cannot be put into a link. Nothing was saved.', {
    issues: [{ path: 'apiKey', message: 'has characters that no key has' }],
  });
}

async function save(tx: Ctx, row: AppRow, input: ConfigureInput): Promise<void> {
  type Column = Parameters<typeof appPlace>[2];
  const sealed = (value: string | null, column: Column) =>
    value === null ? null : seal(tx.keys, value, appPlace(tx, row.id, column));
  const { apiKey, apiSecret, webhookUrl, webhookSecret, isActive } = input;
  await tx.db
    .update(channelApps)
    .set({
      ...(apiKey === undefined ? {} : { apiKeySealed: sealed(apiKey, 'api_key_sealed') }),
      ...(apiSecret === undefined ? {} : { apiSecretSealed: sealed(apiSecret, 'api_secret_sealed') }),
      ...(webhookSecret === undefined
        ? {}
        : { webhookSecretSealed: sealed(webhookSecret, 'webhook_secret_sealed') }),
      ...(webhookUrl === undefined ? {} : { webhookUrl }),
      ...(isActive === undefined ? {} : { isActive }),
      updatedAt: tx.clock.now(),
    })
    .where(and(eq(channelApps.orgId, tx.org), eq(channelApps.id, row.id)));
}

/** Which fields were set, never to what. */
async function note(tx: Ctx, before: AppRow, input: ConfigureInput): Promise<void> {
  const after = await findAppRow(tx, before.provider);
  const channel = tx.channels[before.provider];
  const changed = Object.entries(input).filter(([, value]) => value !== undefined);
  await record(tx, {
    action: 'channel.configured',
    subject: { kind: 'channel', id: before.provider },
    before: { source: appSource(before, channel), isActive: before.isActive },
    after: {
      source: appSource(after, channel),
      isActive: after?.isActive ?? true,
      set: changed.filter(([, value]) => value !== null).map(([name]) => name),
      cleared: changed.filter(([, value]) => value === null).map(([name]) => name),
    },
  });
}

async function pauseAll(tx: Ctx, provider: ProviderName): Promise<void> {
  for (const row of await listLive(tx, provider)) {
    if (row.status !== 'paused') await pauseRow(tx, row, 'the channel was switched off');
  }
}
