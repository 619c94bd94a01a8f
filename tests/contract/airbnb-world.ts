import { testClock } from '#lib/kernel/clock.ts';
import { createChannels } from '#lib/providers/registry.ts';
import type { SignedCall } from '#lib/providers/webhook-contract.ts';
import { type ApiCall, apiHost } from '#tests/support/api-host.ts';
import { startSandbox } from '#tests/support/sandbox.ts';
import { press } from './consent-page.ts';
import { type ChannelWorld, FAULTS, type Where, type WorldAccount } from './world.ts';

const APP = { clientId: 'latchkey-demo', clientSecret: 'latchkey-demo-secret' };
const SECRET = `whsec_${Buffer.from('a secret of the contract suite').toString('base64')}`;
const REDIRECT = 'http://localhost:3000/api/integrations/airbnb/callback';
const PATIENCE_MS = 40;

const PATHS: Record<Where, string> = {
  account: '/users/me',
  listings: '/listings',
  reservations: '/reservations',
  reservation: '/reservations/',
  tokens: '/oauth2/authorizations',
};

export type AirbnbWorld = ChannelWorld & {
  readonly setOddStatus: (code: string) => Promise<void>;
  /** A call to the simulator's controls, for what only Airbnb has. */
  readonly control: <T = unknown>(path: string, body?: unknown, method?: 'PUT') => Promise<T>;
};

/** The sandbox's Airbnb, with a webhook and a gate of ours that it calls. */
export async function airbnbWorld(settings: Readonly<Record<string, unknown>>): Promise<AirbnbWorld> {
  const clock = testClock('2026-11-20T12:00:00Z');
  const running = await startSandbox({ clock });
  const calls: SignedCall[] = [];
  const gate: { isOpen: boolean | null } = { isOpen: null };
  const gateQuestions: ChannelWorld['gateQuestions'] = [];
  const channels = (limits = {}) =>
    createChannels(
      {
        airbnb: {
          app: APP,
          authorizeUrl: `${running.url}/airbnb/oauth2/auth`,
          apiUrl: `${running.url}/airbnb/v2`,
          webhookSecrets: [SECRET],
          scopes: 'property_management,reservations_web_hooks',
          pollMinutes: 15,
        },
      },
      clock,
      limits,
    );
  const { airbnb } = channels();
  const { airbnb: hasty } = channels({ totalMs: PATIENCE_MS });
  if (airbnb === null || hasty === null) throw new Error('the channel is not built');
  const us = await apiHost((call) => {
    if (!call.path.startsWith('/gate')) {
      calls.push({ headers: call.headers as Record<string, string>, bytes: Buffer.from(call.body) }); // each came once
      return { body: { succeed: true } };
    }
    if (gate.isOpen === null) return { status: 503 };
    const question = airbnb.provider.gate?.read(gateRequest(call));
    if (question === undefined) return { status: 500 };
    gateQuestions.push(question);
    return { body: airbnb.provider.gate?.answer(question, gate.isOpen) };
  });
  const control = <T>(path: string, body?: unknown, method?: 'PUT') =>
    running.control<T>(`airbnb/${path}`, body, method);
  const tokenSeconds = typeof settings.tokenSeconds === 'number' ? settings.tokenSeconds : 24 * 3600;
  await control(
    'settings',
    {
      webhookUrl: `${us.origin}/webhook`,
      gateUrl: `${us.origin}/gate`,
      webhookSecret: SECRET,
      tokenSeconds,
      ...settings,
    },
    'PUT',
  );
  const state = await control<BelievedState>('state');
  const [first, second] = state.accounts.map((account) => accountOf(account, state));
  if (first === undefined || second === undefined) throw new Error('the sandbox has two accounts');
  return {
    control,
    provider: airbnb.provider,
    hasty: hasty.provider,
    app: APP,
    redirectUri: REDIRECT,
    secrets: airbnb.webhookSecrets,
    now: clock.now,
    advance: clock.advance,
    tokenSeconds,
    account: first,
    otherAccount: second,
    consent: (url, choice) => press(url, choice, first.id),
    book: async ({ listingId: listing, checkIn, checkOut, guest = 'Bo Berg' }) =>
      (await control<{ id: string }>('book', { listing, checkIn, checkOut, guest })).id,
    modify: (code, dates) => control('modify', { code, ...dates }),
    cancel: (code) => control('cancel', { code }),
    takeBack: (account) => control('revoke', { account }),
    setOddStatus: (code) => control('status', { code, status_type: 'on_the_moon' }),
    trouble: (kind, where) => control('fault', { ...FAULTS[kind], path: PATHS[where], count: 1 }),
    isTroubleOver: async () => (await control<BelievedState>('state')).faults.length === 0,
    heard: async () => {
      await running.sandbox.settle();
      return calls.splice(0);
    },
    setGate: (isOpen) => {
      gate.isOpen = isOpen;
    },
    gateQuestions,
    close: async () => {
      await running.sandbox.settle();
      await Promise.all([running.close(), us.close()]);
    },
  };
}

type BelievedState = {
  readonly faults: readonly unknown[];
  readonly accounts: readonly { id: string; name: string }[];
  readonly listings: readonly { id: string; accountId: string }[];
};

function accountOf(account: { id: string; name: string }, { listings }: BelievedState): WorldAccount {
  const [first, ...more] = listings.filter((one) => one.accountId === account.id).map((one) => one.id);
  if (first === undefined) throw new Error(`the account ${account.name} has no listing`);
  return { ...account, listingIds: [first, ...more] };
}

function gateRequest(call: ApiCall) {
  if (call.method !== 'GET' && call.method !== 'POST' && call.method !== 'PUT')
    throw new Error(`the gate was called with ${call.method}`);
  return {
    method: call.method,
    query: call.query,
    code: call.path.slice('/gate/'.length) || null,
    bytes: Buffer.from(call.body),
  } as const;
}
