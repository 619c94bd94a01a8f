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
  /** The properties meant, where a machine account may reach other hosts' too. Null or left out: all that it reaches. */
  readonly groupIds?: readonly string[] | null;
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
  /** Its name, where the answer says it. */
  readonly accountName?: string | null;
  /** Ids of the properties that were granted, where a grant names them. */
  readonly granted?: readonly string[] | null;
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

/** A way a listing is sold. A derived one follows another plan's price and takes none of its own. */
export type RatePlan = { readonly externalId: string; readonly name: string; readonly isDerived: boolean };

/** What the channel sells: a home, or a room type of a property. */
export type ChannelListing = {
  readonly externalId: string;
  readonly name: string;
  /** What it belongs to at the channel (Booking.com: the property of a room type); null where it stands alone. */
  readonly group: { readonly externalId: string; readonly name: string } | null;
  /** How many like it are sold there; 1 where the channel does not count. */
  readonly quantity: number;
  readonly ratePlans: readonly RatePlan[];
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
  /** Of this room, where the channel tells prices by room. Left out: it does not. */
  readonly pricing?: StayPrice | null;
  readonly bookedAt: Temporal.Instant | null;
  /** When it last changed at the channel: an older word never overrides a newer one. */
  readonly changedAt: Temporal.Instant | null;
};

/** A room's price as the channel says it, night by night; nothing need add up. */
export type StayPrice = {
  readonly currency: string;
  readonly totalMinor: number | null;
  readonly isBeforeTax: boolean;
  readonly nights: readonly {
    readonly night: Night;
    readonly minor: number | null;
    readonly plan: string | null;
  }[];
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
  /** Reservations that it names as ended without saying of which rooms. */
  readonly ended?: readonly { readonly externalId: string; readonly channelStatus: string }[];
};

export type ReservationsPort = {
  /** Whether an answer lists every room of each reservation that it names: then one that is missing is no longer booked. */
  readonly isWhole: boolean;
  /** One page of the reservations of one listing, or of the account where listingId is null, all statuses. @throws ChannelError */
  readonly list: (
    access: Access,
    request: {
      readonly listingId: string | null;
      readonly from: Night;
      readonly page: string | null;
      /** Only what has changed since, cancelled ones among it, where the channel can say. Null or left out: everything. */
      readonly changedSince?: Temporal.Instant | null;
    },
  ) => Promise<Page<ChannelReservation>>;
  /** @throws ChannelError gone where the channel does not know it */
  readonly get: (
    access: Access,
    code: string,
  ) => Promise<{
    readonly reservation: ChannelReservation | null;
    readonly unreadable: Unreadable | null;
    readonly bytes: Uint8Array;
    /** All of its rooms, where `isWhole`; `reservation` is then the first of them, null where it has none. */
    readonly whole?: WholeReservation | null;
  }>;
};

/**
 * A reservation with all of its rooms, as a channel hands it over that tells whole ones: a room that is not listed is no
 * longer booked. No rooms at all: cancelled.
 */
export type WholeReservation = {
  readonly externalId: string;
  /** The channel's id of the property, where it says; a cancellation may not. */
  readonly groupId: string | null;
  readonly status: ChannelStatus;
  readonly channelStatus: string;
  readonly rooms: readonly ChannelReservation[];
  /** What is odd about it but does not keep it from being booked: totals that do not add up, an amount in no form. */
  readonly warnings: readonly string[];
};

export const QUEUES = ['new', 'modified'] as const;
export type QueueName = (typeof QUEUES)[number];

/** One message of a queue. */
export type QueueItem = {
  readonly externalId: string | null;
  /** What the acknowledgement must repeat besides the id. */
  readonly ackToken: string | null;
  /** Null where it cannot be read: then `unreadable` says why, and it is not acknowledged. */
  readonly reservation: WholeReservation | null;
  readonly unreadable: Unreadable | null;
  /** Its own part of the answer, card data blanked. */
  readonly bytes: Uint8Array;
};

/** A channel that keeps bookings in queues until we say that we have them. */
export type QueuePort = {
  /** A channel refuses to be asked more often. */
  readonly minSeconds: number;
  /** Between an acknowledgement and the next question. */
  readonly pauseSeconds: number;
  /** After so long in the queue the channel tells the host by other means. */
  readonly deadlineMinutes: number;
  /** What waits, card data blanked in `bytes`. `groupIds`: the properties meant; null: all. @throws ChannelError */
  readonly poll: (
    access: Access,
    queue: QueueName,
    groupIds: readonly string[] | null,
  ) => Promise<{ readonly items: readonly QueueItem[]; readonly bytes: Uint8Array }>;
  /**
   * After the commit, on the queue that it came from. stale: it has changed since, ask again.
   * @throws ChannelError transient: say it again until it is heard
   */
  readonly acknowledge: (
    access: Access,
    message: {
      readonly queue: QueueName;
      readonly externalId: string;
      readonly ackToken: string | null;
      /** Our own id of it. */
      readonly confirmation: string;
      /** Set where we cannot take it. */
      readonly refusal: { readonly code: string; readonly message: string } | null;
    },
  ) => Promise<'heard' | 'stale'>;
};

/** What became of one reservation that was pushed to us. */
export type PushedResult = {
  readonly externalId: string | null;
  readonly confirmation: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** A channel that pushes whole reservations to an address of ours and waits for the answer. */
export type DoorPort = {
  /** What may be stored of anything posted, also of what cannot be read: card data blanked, nothing where it cannot be looked into. */
  readonly blank: (bytes: Uint8Array) => Uint8Array;
  /**
   * Reads what was posted; nothing of it is believed before the whole is well formed. `kind` says which answer it wants.
   * @throws ChannelError malformed, with the words for the answer
   */
  readonly read: (
    bytes: Uint8Array,
    contentType: string | null,
  ) => {
    readonly kind: QueueName;
    readonly items: readonly QueueItem[];
    /** The message with card data blanked: what may be stored. */
    readonly bytes: Uint8Array;
    /** Whatever the answer must repeat. */
    readonly echo: string | null;
  };
  /** The answer to a message, or to one that could not be read (`kind` null). XML, ready to send. */
  readonly answer: (
    kind: QueueName | null,
    result: {
      readonly echo: string | null;
      readonly items: readonly PushedResult[];
      readonly fault: string | null;
      /** What kind of fault, in a word of ours: forbidden, busy, system. Left out: it cannot be read. */
      readonly faultCode?: string;
    },
    now: Temporal.Instant,
  ) => { readonly bytes: Uint8Array; readonly contentType: string };
};

/** A machine account: its key and secret are exchanged for a token, without anybody's consent. */
export type MachinePort = {
  /** Tokens an hour that the channel gives at most. */
  readonly tokensPerHour: number;
  /** @throws ChannelError auth where key or secret are wrong */
  readonly exchange: (app: AppCredentials, signal?: AbortSignal) => Promise<Tokens>;
  /** Which properties the host has opened to us, of those asked for. @throws ChannelError */
  readonly mayReach: (access: Access, groupIds: readonly string[]) => Promise<ReadonlySet<string>>;
};

/** What a night is to be at the channel. Undefined: leave it as it is. Money in minor units of the listing's currency. */
export type NightSet = {
  /** Left to sell. 0 closes. */
  readonly units?: number;
  readonly priceMinor?: number;
  readonly minStay?: number;
  readonly maxStay?: number;
  readonly closedToArrival?: boolean;
  readonly closedToDeparture?: boolean;
};
export type NightField = keyof NightSet;

export type PushListing = {
  readonly externalId: string;
  readonly groupId: string | null;
  /** Takes price and restrictions, where the channel sells by rate plan. */
  readonly ratePlanId: string | null;
  readonly currency: string | null;
  /** As ChannelListing says it: what the host does not let us change is refused unsent. Left out: not known. */
  readonly syncScope?: string | null;
};

/** Nights of one listing, half-open, that all are to be the same. */
export type PushRange = {
  readonly listing: PushListing;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly set: NightSet;
};

/** One call, cut by the channel's own rules. Each record is answered by itself. */
export type PushCall = {
  readonly kind: 'availability' | 'rates' | 'calendar';
  readonly records: readonly (PushRange & { readonly recordId: string })[];
};

export type PushOutcome = {
  readonly recordId: string;
  /** refused: understood and not done, the same again is refused again. failed: may work the next time. */
  readonly outcome: 'accepted' | 'refused' | 'failed';
  readonly code: string | null;
  readonly message: string | null;
};

export type PushAnswer = {
  /** One for each record of the call. */
  readonly outcomes: readonly PushOutcome[];
  /** Told besides, of no record: a version that ends, say. */
  readonly warnings: readonly string[];
  readonly request: Uint8Array;
  readonly response: Uint8Array;
};

/** A night as the channel shows it. Null: it does not say. */
export type ObservedNight = {
  readonly night: Night;
  /** Left to sell; 0 where it is closed or booked. Null too where a rule of the channel's own may close it for now. */
  readonly units: number | null;
  /** True where a booking of the channel's own takes it; null where it does not say. */
  readonly isBooked: boolean | null;
  readonly priceMinor: number | null;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly closedToArrival: boolean | null;
  readonly closedToDeparture: boolean | null;
};

export type PushPort = {
  readonly fields: readonly NightField[];
  /** Most units that can be told; 1 where the channel sells one home. */
  readonly maxUnits: number;
  /** Nights ahead that are told. */
  readonly horizonNights: number;
  /** Smallest step of a price in minor units: 100 where only whole euros are taken. */
  readonly priceStep: (currency: string) => number;
  /** Nights read in one call, at most. */
  readonly readNights: number;
  /** Calls a minute of one account: the sum, by kind where they differ. A configuration, not a promise. */
  readonly perMinute: number;
  /** The fewest calls for these ranges. Pure. A call holds closings only, or none. */
  readonly plan: (ranges: readonly PushRange[]) => readonly PushCall[];
  /**
   * Sends one call. HTTP 200 is no success by itself: what counts is said per record.
   * @throws ChannelError where there is no answer to believe: nothing is known of any record
   */
  readonly send: (access: Access, call: PushCall, now: Temporal.Instant) => Promise<PushAnswer>;
  /** What the channel shows for [from, to) of one listing. @throws ChannelError */
  readonly read: (
    access: Access,
    request: { readonly listing: PushListing; readonly from: Night; readonly to: Night },
  ) => Promise<{
    readonly nights: readonly ObservedNight[];
    readonly request: Uint8Array;
    readonly response: Uint8Array;
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
  readonly machine: MachinePort | null;
  /** Who the token belongs to. @throws ChannelError */
  readonly account: (access: Access) => Promise<Account>;
  /** One page of the account's listings. @throws ChannelError */
  readonly listings: (access: Access, page: string | null) => Promise<Page<ChannelListing>>;
  readonly reservations: ReservationsPort;
  readonly queues: QueuePort | null;
  readonly door: DoorPort | null;
  readonly webhook: WebhookPort | null;
  readonly gate: GatePort | null;
  /** Prices and availability out. */
  readonly push: PushPort | null;
};

/** A channel of this instance: the adapter, and what its operator set. Null in the registry where it is not built. */
export type Channel = {
  readonly provider: ChannelProvider;
  /** Null: people bring their own in `configure`. */
  readonly app: AppCredentials | null;
  /** Of the instance, newest first; empty where none is set. */
  readonly webhookSecrets: readonly string[];
  readonly pollMinutes: number;
  /** Seconds between two looks into its queues, where it has some. */
  readonly queueSeconds?: number;
  /** Addresses (CIDR) that may push to the door; empty: none may. */
  readonly doorAllow: readonly string[];
};

export type Channels = Readonly<Record<ProviderId, Channel | null>>;
