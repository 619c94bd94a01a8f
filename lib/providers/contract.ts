import type { Money } from '#lib/kernel/money.ts';
import type { Night } from '#lib/kernel/nights.ts';

/*
 * What a channel promises to the domain, and what it cannot do: that is null in its type, never a method that throws.
 * Words: an *account* is a host's at the channel; a *listing* is what it sells; a *code* is its id of a reservation.
 * Everything that talks to the channel throws ChannelError (errors.ts) and nothing else, but for the reason of a signal
 * that its caller aborted. Nothing here retries, sleeps, stores or decides; ids are text as the channel spells them; every answer comes with its bytes, to be stored before use.
 */

export const PROVIDER_IDS = ['airbnb', 'booking', 'avito'] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** The app's own credentials at the channel: the instance's from the environment, or an organization's own. */
export type AppCredentials = { readonly clientId: string; readonly clientSecret: string };

/** Who asks. `accessToken` opened just now; never kept in a message, an error or a log. */
export type Access = {
  readonly app: AppCredentials;
  readonly accessToken: string;
  /** The account's id at the channel; null while a first link asks `account` for it. */
  readonly accountId: string | null;
  readonly signal?: AbortSignal;
};

export type Tokens = {
  readonly accessToken: string;
  /** Null where the answer brought none: on a refresh the old one is kept, on a first link offline access is missing. */
  readonly refreshToken: string | null;
  /** Clamped to between a minute and a year from now; the channel's usual life where it said nothing usable. */
  readonly expiresAt: Temporal.Instant;
  /** As granted; null where the channel does not say. */
  readonly scopes: readonly string[] | null;
  /** The account's id, where the answer names it. */
  readonly accountId: string | null;
};

export type Account = { readonly externalId: string; readonly name: string };

export type AuthorizeRequest = {
  readonly app: AppCredentials;
  /** Exactly as it will be told at the exchange. */
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE, S256 (RFC 7636). */
  readonly codeChallenge: string;
};

export type OAuthPort = {
  /** What we ask for; a smaller grant makes the connection limited. */
  readonly scopes: readonly string[];
  /** Where the channel says `iss` in its answers (RFC 9207): what it must be. Left out: it says none. */
  readonly issuer?: string;
  readonly authorizeUrl: (request: AuthorizeRequest) => URL;
  /** A code works once, so an unclear failure is never tried again. @throws ChannelError */
  readonly exchange: (request: {
    readonly app: AppCredentials;
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
    readonly signal?: AbortSignal;
  }) => Promise<Tokens>;
  /** @throws ChannelError auth where the refresh token is not accepted any more */
  readonly refresh: (request: {
    readonly app: AppCredentials;
    readonly refreshToken: string;
    readonly signal?: AbortSignal;
  }) => Promise<Tokens>;
  /** One that is revoked already is a success. @throws ChannelError */
  readonly revoke: (access: Access) => Promise<void>;
  /**
   * Whether the channel knows this key and secret, asked without anybody's consent. Null where there is no way to ask.
   * @throws ChannelError where it could not be asked
   */
  readonly knowsApp: ((app: AppCredentials, signal?: AbortSignal) => Promise<boolean>) | null;
  /** Asks the channel whether the token still works, without refreshing anything. @throws ChannelError */
  readonly isValid: (access: Access) => Promise<boolean>;
};

export type ChannelListing = {
  readonly externalId: string;
  readonly name: string;
  readonly address: string | null;
  readonly city: string | null;
  /** IANA. */
  readonly timeZone: string | null;
  /** ISO 4217. */
  readonly currency: string | null;
  /** Guests it sleeps. */
  readonly capacity: number | null;
  readonly bedrooms: number | null;
  readonly pictureUrl: string | null;
  /** Whether the channel sells it at present. */
  readonly isSold: boolean;
  /** What the host lets us do, in the channel's word (Airbnb: synchronization_category); null: not linked to us. */
  readonly syncScope: string | null;
};

/**
 * inquiry: a question, takes no night. pending: may become a booking, holds the nights. confirmed. cancelled: ended,
 * declined or voided, frees them. unknown: a status we do not know; holds the nights and alarms.
 */
export type ChannelStatus = 'inquiry' | 'pending' | 'confirmed' | 'cancelled' | 'unknown';

export type ChannelReservation = {
  readonly externalId: string;
  readonly roomRef: string;
  /** The listing's id at the channel. */
  readonly listingId: string;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly status: ChannelStatus;
  /** The channel's own word. */
  readonly channelStatus: string;
  readonly guest: {
    readonly name: string | null;
    readonly email: string | null;
    readonly phone: string | null;
    readonly locale: string | null;
  };
  readonly guests: number | null;
  readonly adults: number | null;
  readonly children: number | null;
  readonly infants: number | null;
  /** What the guest pays in all, and what the host gets. Null where the channel does not tell. */
  readonly total: Money | null;
  readonly payout: Money | null;
  readonly bookedAt: Temporal.Instant | null;
  /** When it last changed at the channel: an older word never overrides a newer one. */
  readonly changedAt: Temporal.Instant | null;
};

/** Something told that cannot be read as a reservation: kept, alarmed, never dropped. */
export type Unreadable = {
  readonly externalId: string | null;
  readonly reason: string;
  readonly raw: string;
};

export type Page<T> = {
  readonly items: readonly T[];
  readonly unreadable: readonly Unreadable[];
  /** Where the next page begins, to hand back as it is; null at the end. */
  readonly next: string | null;
  /** How many the channel says there are in all, where it says. */
  readonly total: number | null;
  /** The answer as it came. */
  readonly bytes: Uint8Array;
};

export type ReservationsPort = {
  /** One page of the reservations of one listing, or of the account where listingId is null, all statuses. @throws ChannelError */
  readonly list: (
    access: Access,
    request: { readonly listingId: string | null; readonly from: Night; readonly page: string | null },
  ) => Promise<Page<ChannelReservation>>;
  /** @throws ChannelError gone where the channel does not know it */
  readonly get: (
    access: Access,
    code: string,
  ) => Promise<{
    readonly reservation: ChannelReservation | null;
    readonly unreadable: Unreadable | null;
    readonly bytes: Uint8Array;
  }>;
};

/** What a notification means once it is known to be the channel's. A hint: what it names is fetched. */
export type Hint =
  | { readonly kind: 'reservation'; readonly externalId: string; readonly listingId: string | null }
  | { readonly kind: 'listings'; readonly accountId: string | null; readonly listingIds: readonly string[] }
  /** The channel gave a listing another id. */
  | {
      readonly kind: 'listing_renamed';
      readonly accountId: string | null;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'revoked'; readonly accountId: string }
  /** A known thing that needs no work (a payout, a self-test), or an unknown one, which is counted. */
  | { readonly kind: 'nothing'; readonly action: string; readonly isKnown: boolean };

export type SignedCall = {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
};

export type Verified =
  | { readonly ok: true; readonly messageId: string; readonly sentAt: Temporal.Instant }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' | 'too_old' | 'too_new' | 'wrong' };

export type WebhookPort = {
  /** Before the body is parsed. `secrets`: the current one, and those inside the overlap of a rotation. */
  readonly verify: (call: SignedCall, secrets: readonly string[], now: Temporal.Instant) => Verified;
  /** @throws ChannelError malformed: known by its action but unusable, so it is parked for a person */
  readonly interpret: (bytes: Uint8Array) => readonly Hint[];
};

/** availability: may this be sold? booking: the guest has paid. change: of a booking that stands. */
export type GateKind = 'availability' | 'booking' | 'change';

/** A question the channel asks before it lets a guest book, and waits for. */
export type GateQuestion =
  | {
      readonly kind: GateKind;
      readonly listingId: string;
      readonly externalId: string | null;
      readonly checkIn: Night;
      readonly checkOut: Night;
      readonly guests: number | null;
    }
  /** The channel tests that we answer: it asks about nothing, and a yes is the answer. */
  | { readonly kind: GateKind; readonly listingId: null };

export type GatePort = {
  /** @throws ChannelError malformed */
  readonly read: (request: {
    readonly method: 'GET' | 'POST' | 'PUT';
    readonly query: URLSearchParams;
    readonly code: string | null;
    readonly bytes: Uint8Array;
  }) => GateQuestion;
  readonly answer: (question: GateQuestion, isOpen: boolean) => unknown;
};

export type ChannelProvider = {
  readonly id: ProviderId;
  /** As people know it. */
  readonly name: string;
  readonly oauth: OAuthPort | null;
  /** Who the token belongs to. @throws ChannelError */
  readonly account: (access: Access) => Promise<Account>;
  /** One page of the account's listings. @throws ChannelError */
  readonly listings: (access: Access, page: string | null) => Promise<Page<ChannelListing>>;
  readonly reservations: ReservationsPort;
  readonly webhook: WebhookPort | null;
  readonly gate: GatePort | null;
  /** Prices and availability out: comes with the engine. */
  readonly push: null;
};

/** A channel of this instance: the adapter, and what its operator set. Null in the registry where it is not built. */
export type Channel = {
  readonly provider: ChannelProvider;
  /** Null: people bring their own in `configure`. */
  readonly app: AppCredentials | null;
  /** Of the instance, newest first; empty where none is set. */
  readonly webhookSecrets: readonly string[];
  readonly pollMinutes: number;
};

export type Channels = Readonly<Record<ProviderId, Channel | null>>;
