import { addNights, type Night, type NightRange, nightsOf } from '#lib/kernel/nights.ts';
import { type PushCall, type PushOutcome, TAKEN_THERE } from '#lib/providers/push-contract.ts';

/** Whether a list of closed nights takes the place of the last one, and whether a refusal says which nights are in the way. */
export type Whole = { readonly closes: 'replace' | 'merge'; readonly conflicts: 'told' | 'untold' };

/** What of a seller such a call touches. */
type Seller = {
  readonly ours: Map<string, Set<string>>;
  readonly hidden: ReadonlyMap<string, ReadonlySet<string>>;
  readonly night: (listing: string, night: string) => { units: number };
  readonly ownOn: (listing: string, night: string) => number;
};

/**
 * A call about a whole calendar, as a channel takes it. What is to be closed is a list, refused where one of its own
 * bookings has a night of it. What is to be open is the whole of it: every night that is not named is closed by it.
 */
export function sendWhole(
  seller: Seller,
  whole: Whole,
  call: PushCall,
  today: Temporal.PlainDate,
  horizon: number,
): PushOutcome[] {
  const name = call.records[0]?.listing.externalId ?? '';
  const named = new Map(
    call.records.flatMap((one) => [...nightsOf(one)].map((night) => [night, one.set.units ?? 0] as const)),
  );
  const closes = call.records.every(({ set }) => set.units === 0);
  if (!closes) {
    seller.ours.delete(name);
    for (let index = 0; index < horizon; index++) {
      const night = addNights(today.toString() as Night, index); // a date of ten characters is a night
      seller.night(name, night).units = named.get(night) ?? 0;
    }
    return call.records.map((one) => accepted(one.recordId, []));
  }
  const isTaken = (night: Night) =>
    seller.ownOn(name, night) > 0 || (seller.hidden.get(name)?.has(night) ?? false);
  if ([...named.keys()].some(isTaken) && whole.conflicts === 'untold')
    return call.records.map(({ recordId }) => {
      return { recordId, outcome: 'failed', code: TAKEN_THERE, message: 'Dates are taken.' };
    });
  const before = whole.closes === 'merge' ? (seller.ours.get(name) ?? []) : [];
  const done = [...named.keys()].filter((night) => !isTaken(night));
  seller.ours.set(name, new Set([...before, ...done]));
  return call.records.map((one) => accepted(one.recordId, [...nightsOf(one)].filter(isTaken)));
}

function accepted(recordId: string, notDone: readonly Night[]): PushOutcome {
  const ranges = notDone.map((night): NightRange => ({ checkIn: night, checkOut: addNights(night, 1) }));
  return {
    recordId,
    outcome: 'accepted',
    code: null,
    message: null,
    ...(ranges.length > 0 ? { notDone: ranges } : {}),
  };
}
