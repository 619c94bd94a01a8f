import type { Night, NightRange } from '#lib/kernel/nights.ts';
import type { Access } from './access-contract.ts';

/* What a channel is told of its nights, and what it shows of them. */

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
  /** The nights are for sale, and only how many of them changes: whatever else closes them there stays. Left out: false. */
  readonly isCountOnly?: boolean;
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
  /**
   * Of an accepted record the nights that were not done, because a booking of the channel's own takes them: they are
   * refused, and what the channel has sold is to be asked for. Left out: none.
   */
  readonly notDone?: readonly NightRange[];
};

/** A refused or failed record of this code met a booking of the channel's own: ask for what it has sold, then try again. */
export const TAKEN_THERE = 'taken_there';

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
  /**
   * changes: a call says what changes. whole: a call about units says all of a listing's nights at once, and a night that
   * it leaves out becomes the opposite; a change of one night is told with every other night beside it.
   */
  readonly says: 'changes' | 'whole';
  readonly fields: readonly NightField[];
  /** Fields of which none is told without the others: a change of one is told with all of them. Left out: none are. */
  readonly together?: readonly NightField[];
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
