import { AppError } from '#lib/kernel/errors.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { channelName } from './app.ts';
import { channelOf, findConnection, getConnectionRow } from './find.ts';
import { needApp } from './need-app.ts';
import { mayList } from './rules.ts';
import type { ProviderName, TestAnswer } from './schemas.ts';
import { withAccess } from './with-access.ts';

type Step = TestAnswer['steps'][number];
type StepName = Step['step'];

/**
 * Tries in turn what a sync needs, and stops at what fails: credentials, token, account, listings. Reads only; a token that
 * proves dead expires the connection, as it would in a sync.
 * @throws AppError forbidden, not_found, choose_connection
 */
export async function testConnection(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
): Promise<TestAnswer> {
  requireCan(ctx, 'connection.sync');
  const steps: Step[] = [];
  const connectionId = await findTested(ctx, provider, id);
  const name = channelName(ctx, provider);
  for (const [step, attempt] of attempts(ctx, provider, connectionId)) {
    try {
      steps.push({ step, ok: true, message: await attempt() });
    } catch (error) {
      const told = tellFailure(error, name);
      if (!told) throw error;
      steps.push({ step, ok: false, message: told.message });
      return { ok: false, steps, error: told };
    }
  }
  return { ok: true, steps, error: null };
}

/** Before the first connect there is the app alone to be tried. */
async function findTested(ctx: Ctx, provider: ProviderName, id: string | undefined): Promise<string | null> {
  try {
    return (await findConnection(ctx, provider, id)).id;
  } catch (error) {
    if (id === undefined && error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

type Attempt = readonly [StepName, () => Promise<string>];

function attempts(ctx: Ctx, provider: ProviderName, connectionId: string | null): Attempt[] {
  const app: Attempt = ['app', () => tryApp(ctx, provider)];
  if (connectionId === null) {
    const name = channelName(ctx, provider);
    return [
      app,
      [
        'token',
        async () => Promise.reject(new ChannelError('gone', `No account of ${name} is connected yet.`)),
      ],
    ];
  }
  const ask = (work: (adapter: ChannelProvider) => Parameters<typeof withAccess<string>>[2]) => () =>
    withAccess(ctx, connectionId, work(channelOf(ctx, provider).provider));
  return [
    app,
    [
      'token',
      ask(
        (adapter) => async (access) =>
          // A machine account has just been given its token.
          tokenSentence(adapter.machine || !adapter.oauth ? true : await adapter.oauth.isValid(access)),
      ),
    ],
    [
      'account',
      ask((adapter) => async (access) => `It is the account ${(await adapter.account(access)).name}.`),
    ],
    [
      'listings',
      ask((adapter) => async (access) => {
        if (!(await maySee(ctx, adapter, connectionId)))
          return 'Its listings may not be seen: each is connected by its id.';
        const page = await adapter.listings(access, null);
        await needOpen(adapter, access, page.items);
        const count = page.total ?? page.items.length;
        return `It shows ${count} ${count === 1 ? 'listing' : 'listings'}${page.next && page.total === null ? ' and more' : ''}.`;
      }),
    ],
  ];
}

async function maySee(ctx: Ctx, { pick }: ChannelProvider, connectionId: string): Promise<boolean> {
  return pick === null || mayList(pick, (await getConnectionRow(ctx, connectionId)).scopes);
}

/** Asked of no more than these: each is a call. */
const PROPERTIES_ASKED = 20;

/** What a host has to open to a machine account is shown there without being open. @throws ChannelError rejected */
async function needOpen(
  { machine }: ChannelProvider,
  access: Access,
  shown: readonly ChannelListing[],
): Promise<void> {
  if (!machine) return;
  const met = shown.flatMap((one) => one.group?.externalId ?? []);
  const ids = [...new Set(access.groupIds ?? met)].slice(0, PROPERTIES_ASKED);
  const open = await machine.mayReach(access, ids);
  const closed = ids.filter((id) => !open.has(id));
  if (closed.length === 0) return;
  throw new ChannelError(
    'rejected',
    `Not opened to us at the channel: ${closed.join(', ')}. Their host accepts the connection there.`,
  );
}

/** @throws AppError conflict, ChannelError where the channel could not be asked */
async function tryApp(ctx: Ctx, provider: ProviderName): Promise<string> {
  const { name, oauth } = channelOf(ctx, provider).provider;
  const app = await needApp(ctx, provider);
  if (!oauth?.knowsApp) return 'There is a key and a secret.';
  if (await oauth.knowsApp(app)) return `${name} takes the key and the secret.`;
  throw new AppError('conflict', `${name} refuses the key and the secret.`, {
    details: { reason: 'app_refused' },
  });
}

/** @throws ChannelError auth, so that new tokens are asked for */
function tokenSentence(isValid: boolean): string {
  if (!isValid) throw new ChannelError('auth', 'The channel does not accept our access any more.');
  return 'The channel accepts our access.';
}

/** Null for what is no answer of the channel or of a rule. */
function tellFailure(error: unknown, name: string): { code: string; message: string } | null {
  if (error instanceof ChannelError)
    return { code: error.kind, message: error.message || `${name} refused.` };
  if (!(error instanceof AppError) || error.code !== 'conflict') return null;
  const isRefused = error.details?.reason === 'app_refused';
  return { code: isRefused ? 'app_refused' : 'not_configured', message: error.message };
}
