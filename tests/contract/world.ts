import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import type { Access, AppCredentials, OAuthPort, Tokens } from '#lib/providers/access-contract.ts';
import type { ChannelProvider } from '#lib/providers/contract.ts';
import type { ChannelReservation, GetReservation, Page } from '#lib/providers/sales-contract.ts';
import type { SignedCall } from '#lib/providers/webhook-contract.ts';

/*
 * What the contract suite needs of a channel's world: the adapter under test, a simulator that plays the channel over
 * real HTTP, and hands to move that channel. Each channel implements it once (airbnb-world.ts).
 */

/** How a channel can misbehave, whatever its simulator calls it. */
export type Trouble =
  | 'slow'
  /** Too many requests: with a time to wait (30 s), and without one. */
  | 'limited_with_time'
  | 'limited'
  | 'broken'
  | 'dropped'
  | 'malformed'
  /** Half of a document, ended as if it were whole. */
  | 'truncated'
  /** A page with half of its entries. */
  | 'half_page'
  /** The page before once more. */
  | 'repeat_page'
  | 'cursor_lost'
  /** An access token at the end of its life; a refresh helps. */
  | 'expired_token'
  /** The host has taken the access back; nothing helps but a new link. */
  | 'revoked_token';

/** What each is called at the simulators' controls: the same at all of them. */
export const FAULTS: Record<Trouble, object> = {
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

export type Where = 'account' | 'listings' | 'reservations' | 'reservation' | 'tokens';

export type ChannelWorld = {
  readonly provider: ChannelProvider;
  /** The same with the patience of some milliseconds, for a channel that does not answer. */
  readonly hasty: ChannelProvider;
  readonly app: AppCredentials;
  readonly redirectUri: string;
  /** Of the webhooks, newest first. */
  readonly secrets: readonly string[];
  /** The one clock of the channel and the adapter. */
  readonly now: () => Temporal.Instant;
  readonly advance: (by: Temporal.DurationLike) => void;
  /** How long the channel's access tokens live. */
  readonly tokenSeconds: number;

  /**
   * Where calls take a machine account's token instead of that of a person's consent: what a consent opens. Nothing is
   * renewed there.
   */
  readonly machine?: { readonly open: (tokens: Tokens) => Promise<Access> };
  /** One answer tells all: there are no pages to go wrong. */
  readonly isUnpaged?: boolean;
  /** An answer tells when a reservation changed. */
  readonly tellsChanges?: boolean;
  /** A code is good only with the verifier and the redirect that it was asked for with. Left out: it is. */
  readonly bindsCode?: boolean;
  /** The channel has a call by which we let go of a token. Left out: it has. */
  readonly letsGo?: boolean;
  /** Tokens come with one that renews them. Left out: they do. */
  readonly renews?: boolean;
  /** Whose reservations can be asked for: those of an account in one question, or of one listing only. Left out: both. */
  readonly asksListings?: 'one';
  /** A listing's time zone and guests are told. Left out: they are. */
  readonly describesListings?: boolean;

  /** The account people choose, another one that has listings too, and what both sell. */
  readonly account: WorldAccount;
  readonly otherAccount: WorldAccount;
  /** A person at the channel's consent page presses a button; where that sends the browser. */
  readonly consent: (url: URL, choice: 'approve' | 'refuse') => Promise<URL>;

  /** A guest books; the channel's code. Nights in spring 2027 are free. */
  readonly book: (stay: WorldStay) => Promise<string>;
  readonly modify: (code: string, dates: { checkIn: string; checkOut: string }) => Promise<void>;
  readonly cancel: (code: string) => Promise<void>;
  /** The host takes our access back, at the channel. */
  readonly takeBack: (accountId: string) => Promise<void>;
  /** A status that nobody has heard of; null where the simulator has none. */
  readonly setOddStatus: ((code: string) => Promise<void>) | null;

  /** Strikes the next call of that kind once; what is about pages strikes the next that is not the first. */
  readonly trouble: (kind: Trouble, where: Where) => Promise<void>;
  /** Whether all trouble that was made has struck: else a test would be about nothing. */
  readonly isTroubleOver: () => Promise<boolean>;

  /** What the channel has sent to our webhook since the last time this was asked. */
  readonly heard: () => Promise<SignedCall[]>;
  /** What the channel gets from our gate from now on; null where there is nobody. */
  readonly setGate: (isOpen: boolean | null) => void;
  /** The questions our gate was asked, as the adapter read them. */
  readonly gateQuestions: ReturnType<NonNullable<ChannelProvider['gate']>['read']>[];
  readonly close: () => Promise<void>;
};

export type WorldAccount = {
  readonly id: string;
  readonly name: string;
  readonly listingIds: readonly [string, ...string[]];
};

export type WorldStay = {
  readonly listingId: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly guest?: string;
};

/** A world of its own for each test; `settings` are one setting of the simulator's switches. */
export type Setup = (settings: Readonly<Record<string, unknown>>) => Promise<ChannelWorld>;

export function oauthOf(world: ChannelWorld): OAuthPort {
  const { oauth } = world.provider;
  if (oauth === null) throw new Error('this channel is not linked by OAuth');
  return oauth;
}

/** The question for one reservation, of a channel that can be asked it. */
export function getOf({ provider }: Pick<ChannelWorld, 'provider'>): GetReservation {
  const { get } = provider.reservations;
  if (get === null) throw new Error('this channel cannot be asked for one reservation');
  return get;
}

/** One reservation as the channel tells it: by its code, or among those of its listing where it can only be asked for these. */
export async function toldOf(
  world: ChannelWorld,
  access: Access,
  { code, listingId }: { readonly code: string; readonly listingId: string },
): Promise<ChannelReservation | null> {
  const { get, list } = world.provider.reservations;
  if (get !== null) return (await get(access, code)).reservation;
  const from = night('2026-11-01');
  const all = await walk((page) => list(access, { listingId, from, page }));
  return all.find((one) => one.externalId === code) ?? null;
}

export type Begun = { readonly state: string; readonly verifier: string; readonly url: URL };

export function beginLink(world: ChannelWorld): Begun {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const { app, redirectUri } = world;
  return { state, verifier, url: oauthOf(world).authorizeUrl({ app, redirectUri, state, codeChallenge }) };
}

/** The code that a person's approval brings back. */
export async function approved(world: ChannelWorld, begun: Begun): Promise<string> {
  const back = await world.consent(begun.url, 'approve');
  expect(back.searchParams.get('state')).toBe(begun.state);
  const code = back.searchParams.get('code');
  if (!code) throw new Error('the channel sent no code');
  return code;
}

/** The whole way, from the consent page to tokens. */
export async function link(world: ChannelWorld, provider = world.provider): Promise<Tokens> {
  const begun = beginLink(world);
  const code = await approved(world, begun);
  const { app, redirectUri } = world;
  return oauthOf({ ...world, provider }).exchange({ app, code, redirectUri, codeVerifier: begun.verifier });
}

export function accessOf(world: ChannelWorld, tokens: Tokens): Access {
  return { app: world.app, accessToken: tokens.accessToken, accountId: world.account.id };
}

export async function linked(world: ChannelWorld): Promise<Access> {
  const tokens = await link(world);
  return world.machine ? world.machine.open(tokens) : accessOf(world, tokens);
}

const PAGES_MAX = 20;

/** Every page, as a sync walks them. Fails where they have no end. */
export async function walk<T>(next: (page: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let page: string | null = null;
  for (let count = 0; count < PAGES_MAX; count++) {
    const got: Page<T> = await next(page);
    expect(got.unreadable).toEqual([]);
    expect(got.bytes.byteLength).toBeGreaterThan(0);
    items.push(...got.items);
    if (got.next === null) return items;
    page = got.next;
  }
  throw new Error(`more than ${PAGES_MAX} pages`);
}

/** What was thrown, once it is known to be a ChannelError that tells no secret. */
export async function failure(
  world: Pick<ChannelWorld, 'app'>,
  work: Promise<unknown>,
  secrets: readonly string[] = [],
) {
  const thrown = await work.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: 'ChannelError' });
  const words = textOf(thrown);
  for (const secret of [world.app.clientSecret, ...secrets]) expect(words).not.toContain(secret);
  return thrown as { kind: string; retryAfterSeconds: number | null; status: number | null }; // named just above
}

/** An error and all its causes, as a log would write them. */
function textOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return `${thrown.stack} ${JSON.stringify(thrown)} ${thrown.cause === undefined ? '' : textOf(thrown.cause)}`;
}
