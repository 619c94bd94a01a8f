import { testClock } from '#lib/kernel/clock.ts';
import { createChannels } from '#lib/providers/registry.ts';
import { startSandbox } from '#tests/support/sandbox.ts';
import type { ChannelWorld, Trouble, Where, WorldAccount } from './world.ts';

const APP = { clientId: 'latchkey-demo-avito', clientSecret: 'latchkey-demo-avito-secret' };
const REDIRECT = 'http://localhost:3000/api/integrations/avito/callback';
const PATIENCE_MS = 40;
const SCOPES = 'user:read,items:info,short_term_rent:read,short_term_rent:write';

const FAULTS: Record<Trouble, object> = {
  slow: { kind: 'slow', delayMs: 5_000 },
  limited_with_time: { kind: '429', retryAfter: 30 },
  limited: { kind: '429', retryAfter: null },
  broken: { kind: '5xx', status: 500 },
  dropped: { kind: 'dropped' },
  malformed: { kind: 'malformed' },
  truncated: { kind: 'truncated' },
  half_page: { kind: 'half_page' },
  repeat_page: { kind: 'repeat_page' },
  cursor_lost: { kind: 'cursor_lost' },
  expired_token: { kind: 'expired_token' },
  revoked_token: { kind: 'revoked_token' },
};

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

/** A person opens the consent page, picks an account and presses a button, as a browser sends that. */
async function press(url: URL, decision: 'approve' | 'refuse', account: string): Promise<URL> {
  const page = await fetch(url);
  const html = await page.text();
  if (!page.ok)
    throw new Error(`the consent page answered ${page.status}: ${/<h1>[\s\S]*?<\/p>/.exec(html)?.[0]}`);
  const fields = new URLSearchParams({ account, decision });
  for (const [input] of html.matchAll(/<input type="(?:hidden|checkbox)"[^>]*>/g)) {
    const [name, value] = ['name', 'value'].map((key) => new RegExp(`${key}="([^"]*)"`).exec(input)?.[1]);
    if (name !== undefined && value !== undefined) fields.append(name, value.replaceAll('&amp;', '&'));
  }
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '';
  const answer = await fetch(new URL(action, url), { method: 'POST', body: fields, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`pressing ${decision} answered ${answer.status}`);
  return new URL(location);
}
