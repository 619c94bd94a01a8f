import { nightsFrom } from '#components/format/days.ts';
import type { RateGrid, UnsentReason } from '#lib/domain/explain/schemas.ts';

/** Nights of the trip: enough to see that what is told arrives, and one question for all listings. */
export const TRIP_NIGHTS = 30;

/** Where the nights of one mapping stand with the channel. */
export type Trip = {
  readonly mappingId: string;
  /** The listing's name at the channel. */
  readonly listing: string;
  /** Nights that the channel shows, or has confirmed, as they were told. */
  readonly back: number;
  readonly refused: number;
  readonly otherwise: number;
  readonly nights: number;
  /** Why nothing is told at all; null where it is. */
  readonly stopped: UnsentReason['code'] | null;
};

/** @param mappingIds whose way is told, each once, in the order of the grid */
export function tripsOf(grid: RateGrid, mappingIds: readonly string[]): Trip[] {
  const trips = new Map<string, Trip>();
  for (const channel of grid.items.flatMap((unit) => unit.channels)) {
    if (!mappingIds.includes(channel.mappingId)) continue;
    const count = (state: (typeof channel.runs)[number]['state'] | null) =>
      channel.runs
        .filter((run) => state === null || run.state === state)
        .reduce((sum, run) => sum + nightsFrom(run.from, run.to), 0);
    trips.set(channel.mappingId, {
      mappingId: channel.mappingId,
      listing: channel.listing,
      back: count('confirmed'),
      refused: count('failed'),
      otherwise: count('drift'),
      nights: count(null),
      stopped: channel.stopped?.code ?? null,
    });
  }
  return [...trips.values()];
}

/** True while waiting changes something: nights are on their way, or the channel's own calendar is read first. */
export function isUnderWay({ back, refused, otherwise, nights, stopped }: Trip): boolean {
  if (stopped !== null) return stopped === 'not_adopted';
  return back + refused + otherwise < nights;
}
