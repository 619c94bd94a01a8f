import { testClock } from '#lib/kernel/clock.ts';
import type { Access, Tokens } from '#lib/providers/access-contract.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import { createChannels } from '#lib/providers/registry.ts';
import type { SignedCall } from '#lib/providers/webhook-contract.ts';
import { type ApiCall, apiHost } from '#tests/support/api-host.ts';
import { startSandbox } from '#tests/support/sandbox.ts';
import { press } from './consent-page.ts';
import { type ChannelWorld, FAULTS, type Where, type WorldAccount } from './world.ts';

const APP = { clientId: 'latchkey-demo', clientSecret: 'latchkey-demo-secret' };
const REDIRECT = 'http://localhost:3000/api/integrations/booking/callback';
const PATIENCE_MS = 40;
const APPROVED_SECONDS = 365 * 24 * 3600;

export type BookingWorld = ChannelWorld & {
  /** A call to the simulator's controls, for what only Booking.com has. */
  readonly control: <T = unknown>(path: string, body?: unknown, method?: 'PUT' | 'DELETE') => Promise<T>;
  /** Where `oauth.exchange` is not wanted: the account's hotels are attached, and this opens them. */
  readonly attached: () => Promise<Access>;
  readonly settle: () => Promise<void>;
  /** An address of ours from now on, and what it answers. */
  readonly listen: (
    answer: (call: SignedCall) => { bytes: Uint8Array; contentType: string },
  ) => Promise<string>;
};

type Settings = Readonly<Record<string, unknown>>;

/** The sandbox's Booking.com. `reader` among the settings is ours: 'bxml' or 'ota'. */
export async function bookingWorld({ reader = 'bxml', ...settings }: Settings): Promise<BookingWorld> {
  const clock = testClock('2026-11-20T12:00:00Z');
  const running = await startSandbox({ clock });
  const base = `${running.url}/booking`;
  const channels = (limits = {}) =>
    createChannels(
      {
        booking: {
          app: APP,
          authUrl: base,
          supplyUrl: base,
          secureUrl: base,
          authorizeUrl: `${base}/oauth/authorize`,
          tokenUrl: `${base}/oauth/token`,
          readUrl: reader === 'ota' ? `${base}/read` : null,
          pollSeconds: 60,
          pollMinutes: 30,
          doorAllow: [],
          perMinute: 300,
        },
      },
      clock,
      limits,
    );
  const provider = built(channels());
  const hasty = built(channels({ totalMs: PATIENCE_MS }));
  const calls: SignedCall[] = [];
  let answering: Parameters<BookingWorld['listen']>[0] | null = null;
  const us = await apiHost((call: ApiCall) => {
    const heard = { headers: call.headers as Record<string, string>, bytes: Buffer.from(call.body) }; // each came once
    calls.push(heard);
    if (answering === null) return { status: 503 };
    const { bytes, contentType } = answering(heard);
    return { body: bytes, headers: { 'content-type': contentType } };
  });
  const control = <T>(path: string, body?: unknown, method?: 'PUT' | 'DELETE') =>
    running.control<T>(`booking/${path}`, body, method);
  await control('settings', { intervals: false, ...settings }, 'PUT');
  const state = await control<BelievedState>('state');
  const [first, second] = state.accounts.map((account) => accountOf(account, state));
  if (first === undefined || second === undefined) throw new Error('the sandbox has two accounts');
  const open = async (groupIds: readonly string[] | null): Promise<Access> => {
    const { accessToken } = await machineOf(provider).exchange(APP);
    return { app: APP, accessToken, accountId: first.id, groupIds };
  };
  const hotelsOf = (account: string) =>
    state.hotels.filter((hotel) => hotel.accountId === account).map((hotel) => hotel.id);
  const paths: Record<Where, string> = {
    account: '/hotels/xml/roomrates',
    listings: '/hotels/xml/roomrates',
    reservations: reader === 'ota' ? '/read' : '/hotels/xml/reservations',
    reservation: reader === 'ota' ? '/read' : '/hotels/xml/reservations',
    tokens: '/connections-api/',
  };
  return {
    control,
    provider,
    hasty,
    app: APP,
    redirectUri: REDIRECT,
    secrets: [],
    now: clock.now,
    advance: clock.advance,
    tokenSeconds: APPROVED_SECONDS,
    machine: { open: (tokens: Tokens) => open(tokens.granted ?? []) },
    isUnpaged: true,
    tellsChanges: reader === 'ota',
    account: first,
    otherAccount: second,
    attached: async () => {
      await control('attach', { account: first.id });
      return open(hotelsOf(first.id));
    },
    consent: (url, choice) => press(url, choice, first.id),
    book: async ({ listingId: roomType, checkIn, checkOut, guest = 'Bo Berg' }) => {
      const { hotels } = await control<BelievedState>('state?from=2027-01-01&to=2027-01-02');
      const hotel = hotels.find(({ rooms }) => rooms.some((room) => room.id === roomType))?.id;
      const asked = {
        listing: hotel,
        checkIn,
        checkOut,
        guest,
        rooms: [{ roomType, checkIn, checkOut, guest }],
      };
      return (await control<{ id: string }>('book', asked)).id;
    },
    modify: (code, dates) => control('modify', { code, ...dates }),
    cancel: (code) => control('cancel', { code }),
    takeBack: (account) => control('revoke', { account }),
    setOddStatus: null,
    trouble: (kind, where) => control('fault', { ...FAULTS[kind], path: paths[where], count: 1 }),
    isTroubleOver: async () => (await control<BelievedState>('state')).faults.length === 0,
    heard: async () => {
      await running.sandbox.settle();
      return calls.splice(0);
    },
    setGate: () => {},
    gateQuestions: [],
    settle: () => running.sandbox.settle(),
    listen: async (answer) => {
      answering = answer;
      return `${us.origin}/webhook`;
    },
    close: async () => {
      await running.sandbox.settle();
      await Promise.all([running.close(), us.close()]);
    },
  };
}

function built({ booking }: ReturnType<typeof createChannels>): ChannelProvider {
  if (booking === null) throw new Error('the channel is not built');
  return booking.provider;
}

export function machineOf({ machine }: ChannelProvider) {
  if (machine === null) throw new Error('the channel has no machine accounts');
  return machine;
}

type BelievedState = {
  readonly faults: readonly unknown[];
  readonly accounts: readonly { id: string; name: string }[];
  readonly hotels: readonly { id: string; accountId: string; rooms: readonly { id: string }[] }[];
};

function accountOf(account: { id: string; name: string }, { hotels }: BelievedState): WorldAccount {
  const rooms = hotels.filter((one) => one.accountId === account.id).flatMap((one) => one.rooms);
  const [first, ...more] = rooms.map((room) => room.id);
  if (first === undefined) throw new Error(`the account ${account.name} has no room type`);
  return { id: account.id, name: account.name, listingIds: [first, ...more] };
}
