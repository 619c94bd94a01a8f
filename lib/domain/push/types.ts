import type { NightValues } from '#db/schema/push.ts';
import type { Night, NightRange } from '#lib/kernel/nights.ts';
import type { NightField, NightSet, TAKEN_THERE } from '#lib/providers/push-contract.ts';

/*
 * Two counts of units. *Left* is what may still be sold, and what is sent and seen. The *allotment* is that and what the
 * channel has sold itself on the night, so that its own bookings and cancellations change nothing in it.
 */

/** A stay that the channel itself sold through the mapping's listing. */
export type OwnStay = NightRange & {
  /** Whether it stands on a unit. */
  readonly isPlaced: boolean;
  /** When we heard of it as it is now, and when it came about at the channel; null: it does not say. */
  readonly heardAt: Temporal.Instant;
  readonly happenedAt: Temporal.Instant | null;
};

/** Nights that the channel had closed, or of which it sells only so many (an allotment). */
export type FoundClosure = NightRange & {
  readonly id: string;
  readonly mappingId: string | null;
  /** The unit it closes everywhere; null: it caps what this channel may sell. */
  readonly unitId: string | null;
  readonly units: number;
  /** Null: nobody has said anything yet. */
  readonly resolution: 'kept' | null;
};

/** A night of a mapping as it is to be at its channel. Null is not known, or nobody's to say: it is not sent. */
export type WantedNight = {
  readonly night: Night;
  /** Sold by the channel itself. */
  readonly own: readonly OwnStay[];
  /** At most so many may be told as left to sell. */
  readonly left: number;
  /** The allotment; null where the channel's own guest has the night. */
  readonly units: number | null;
  readonly priceMinor: number | null;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly closedToArrival: boolean | null;
  readonly closedToDeparture: boolean | null;
};

/** A night of a mapping as we know it to stand at its channel. `values.units` is an allotment, the others' are left. */
export type KnownNight = {
  readonly values: NightValues;
  readonly sent: NightValues | null;
  readonly sentAt: Temporal.Instant | null;
  /** sent: no answer that we believe came, so what stands there is not known. */
  readonly sentState: 'sent' | 'confirmed' | 'failed' | null;
  readonly sentError: string | null;
  readonly observed: NightValues | null;
  readonly observedAt: Temporal.Instant | null;
  readonly hasDrift: boolean;
};

export const UNKNOWN_NIGHT: KnownNight = {
  values: {},
  sent: null,
  sentAt: null,
  sentState: null,
  sentError: null,
  observed: null,
  observedAt: null,
  hasDrift: false,
};

/** Prices and restrictions: everything but units. */
export const TERMS = [
  'priceMinor',
  'minStay',
  'maxStay',
  'closedToArrival',
  'closedToDeparture',
] as const satisfies readonly NightField[];

/** What one night is to be told. `isCountOnly` as in PushRange. */
export type NightChange = { readonly night: Night; readonly set: NightSet; readonly isCountOnly?: boolean };

/** The code of what met a booking of the channel's own, for files that know channels by shape only. */
export const TAKEN: typeof TAKEN_THERE = 'taken_there';

/** Between our asking and the channel's doing, and between its clock and ours. */
export const SLACK = { seconds: 120 };

/** What is left to sell of an allotment, as the channel is told and shows it. */
export function leftOf(units: number, own: number, maxUnits: number): number {
  return Math.max(0, Math.min(units - own, maxUnits));
}
