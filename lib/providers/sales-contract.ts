import type { Money } from '#lib/kernel/money.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Access } from './access-contract.ts';

/* What a channel sells and has sold, as it tells it. */

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

/** @throws ChannelError gone where the channel does not know it */
export type GetReservation = (
  access: Access,
  code: string,
) => Promise<{
  readonly reservation: ChannelReservation | null;
  readonly unreadable: Unreadable | null;
  readonly bytes: Uint8Array;
  /** All of its rooms, where `isWhole`; `reservation` is then the first of them, null where it has none. */
  readonly whole?: WholeReservation | null;
}>;

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
  /** One by its code; null where the channel cannot be asked for one: what a list leaves out then stands as it is. */
  readonly get: GetReservation | null;
  /**
   * What an answer of `list` or `get` said, from its bytes as they were kept, without asking anybody. Left out: an answer
   * is made of several, and its bytes alone do not say what it was.
   * @throws ChannelError malformed
   */
  readonly reread?: (bytes: Uint8Array, listingId: string | null) => Reread;
};

export type Reread = Pick<Page<ChannelReservation>, 'items' | 'unreadable'>;

/** Channels of which a person picks one listing at a time, which the account need not be able to list. */
export type PickPort = {
  /** Scopes without which `listings` cannot be asked: then the person types the listing's id. */
  readonly listScopes: readonly string[];
  /**
   * What is known of one listing of this account, asked by its id.
   * @throws ChannelError gone where there is none, forbidden where it is somebody else's, conflict where the channel says that another
   *   system holds it
   */
  readonly check: (access: Access, listingId: string) => Promise<ChannelListing>;
};
