import { testClock } from '#lib/kernel/clock.ts';
import { createChannels } from '#lib/providers/registry.ts';
import { startSandbox } from '#tests/support/sandbox.ts';
import { press } from './consent-page.ts';
import { type ChannelWorld, FAULTS, type Where, type WorldAccount } from './world.ts';

const APP = { clientId: 'latchkey-demo-avito', clientSecret: 'latchkey-demo-avito-secret' };
const REDIRECT = 'http://localhost:3000/api/integrations/avito/callback';
const PATIENCE_MS = 40;
const SCOPES = 'user:read,items:info,short_term_rent:read,short_term_rent:write';

const PATHS: Record<Where, string> = {
  account: '/core/v1/accounts/self',
  listings: '/core/v1/items',
  reservations: '/bookings',
  reservation: '/bookings',
  tokens: '/token',
};

export type AvitoWorld = ChannelWorld & {
  readonly setOddStatus: (code: string) => Promise<void>;
  /** A call to the simulator's controls, for what only Avito has. */
  readonly control: <T = unknown>(path: string, body?: unknown, method?: 'PUT') => Promise<T>;
};

/** The sandbox's Avito. `start` among the settings is ours: what time it is there. */
export async function avitoWorld({
  start = '2026-11-20T12:00:00Z',
  ...settings
}: Readonly<Record<string, unknown>>): Promise<AvitoWorld> {
  const clock = testClock(String(start));
  const running = await startSandbox({ clock, avito: APP });
  const channels = (limits = {}) =>
    createChannels(
      {
        avito: {
          app: APP,
          authorizeUrl: `${running.url}/avito/oauth`,
          apiUrl: `${running.url}/avito`,
          icalUrl: `${running.url}/avito/calendars-export`,
          scopes: SCOPES,
          pollSeconds: 10,
          pollMinutes: 60,
          perSecond: 5,
        },
      },
      clock,
      limits,
    );
  const { avito } = channels();
  const { avito: hasty } = channels({ totalMs: PATIENCE_MS });
  if (avito === null || hasty === null) throw new Error('the channel is not built');
  const control = <T>(path: string, body?: unknown, method?: 'PUT') =>
    running.control<T>(`avito/${path}`, body, method);
  const tokenSeconds = typeof settings.tokenSeconds === 'number' ? settings.tokenSeconds : 24 * 3600;
  await control('settings', { redirectUri: REDIRECT, tokenSeconds, ...settings }, 'PUT');
  const state = await control<BelievedState>('state');
  const [first, second] = state.accounts.map((account) => accountOf(account, state));
  if (first === undefined || second === undefined) throw new Error('the sandbox has two accounts');
  return {
    control,
    provider: avito.provider,
    hasty: hasty.provider,
    app: APP,
    redirectUri: REDIRECT,
    secrets: [],
    now: clock.now,
    advance: clock.advance,
    tokenSeconds,
    isUnpaged: true,
    tellsChanges: false,
    bindsCode: false,
    letsGo: false,
    renews: settings.refresh !== 'none',
    asksListings: 'one',
    describesListings: false,
    account: first,
    otherAccount: second,
    consent: (url, choice) => press(url, choice, first.id),
    book: async ({ listingId: listing, checkIn, checkOut, guest = 'Bo Berg' }) =>
      (await control<{ id: string }>('book', { listing, checkIn, checkOut, guest })).id,
    modify: (id, dates) => control('modify', { id, ...dates }),
    cancel: (id) => control('cancel', { id }),
    takeBack: (account) => control('revoke', { account }),
    setOddStatus: (id) => control('status', { id, status: 'on_the_moon' }),
    trouble: (kind, where) => control('fault', { ...FAULTS[kind], path: PATHS[where], count: 1 }),
    isTroubleOver: async () => (await control<BelievedState>('state')).faults.length === 0,
    heard: async () => [],
    setGate: () => {},
    gateQuestions: [],
    close: running.close,
  };
}

type BelievedState = {
  readonly faults: readonly unknown[];
  readonly accounts: readonly { id: string; name: string }[];
  readonly listings: readonly { id: string; accountId: string }[];
};

function accountOf({ id, name }: { id: string; name: string }, { listings }: BelievedState): WorldAccount {
  const [first, ...more] = listings.filter((one) => one.accountId === id).map((one) => one.id);
  if (first === undefined) throw new Error(`the account ${name} has no listing`);
  return { id, name, listingIds: [first, ...more] };
}
