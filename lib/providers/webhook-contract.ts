import type { Night } from '#lib/kernel/nights.ts';

/* Channels that call us: notifications, and the question before a guest may book. */

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
