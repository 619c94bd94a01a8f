import type { Night, NightRange } from '#lib/kernel/nights.ts';
import type { NightField } from '#lib/providers/push-contract.ts';
import type { Rate } from '../rates/rules.ts';
import { type FoundClosure, leftOf, type OwnStay, type WantedNight } from './types.ts';

/** One unit behind the mapping. */
export type DesiredUnit = {
  readonly id: string;
  /** Nights on which nothing of ours stands in its way. */
  readonly free: ReadonlySet<Night>;
  readonly rates: ReadonlyMap<Night, Rate>;
};

export type DesiredInput = {
  readonly mappingId: string;
  readonly nights: readonly Night[];
  /** None where all are archived: then nothing is for sale. */
  readonly units: readonly DesiredUnit[];
  readonly own: readonly OwnStay[];
  readonly closures: readonly FoundClosure[];
  readonly maxUnits: number;
  /** What the channel takes. */
  readonly fields: readonly NightField[];
  /** A price as this channel is told it; null where it must not be told any, as in another currency. */
  readonly price: ((minor: number) => number) | null;
};

/**
 * What each night should be at the channel, by all that we know. The channel's own stays are added to what is free, since
 * it has counted them off itself; one that stands on no unit yet will need one, and is counted off what is free.
 */
export function desiredNights(input: DesiredInput): WantedNight[] {
  const closedUnits = Map.groupBy(
    input.closures.filter((one) => one.unitId !== null),
    (one) => one.unitId ?? '',
  );
  const caps = input.closures.filter((one) => one.unitId === null && one.mappingId === input.mappingId);
  return input.nights.map((night) => {
    const own = input.own.filter((stay) => covers(stay, night));
    const waiting = own.filter((stay) => !stay.isPlaced).length;
    const free = input.units.filter((unit) => isFree(unit, closedUnits.get(unit.id) ?? [], night)).length;
    const allotment = Math.max(0, free - waiting) + own.length;
    const units = Math.min(allotment, ...caps.filter((cap) => covers(cap, night)).map((cap) => cap.units));
    const isTheirs = input.maxUnits === 1 && own.length > 0;
    return {
      night,
      own,
      left: isTheirs ? 0 : leftOf(units, own.length, input.maxUnits),
      units: isTheirs || !input.fields.includes('units') ? null : units,
      ...(isTheirs ? NO_TERMS : termsOf(input, night)),
    };
  });
}

const NO_TERMS = {
  priceMinor: null,
  minStay: null,
  maxStay: null,
  closedToArrival: null,
  closedToDeparture: null,
};

function isFree(unit: DesiredUnit, closed: readonly FoundClosure[], night: Night): boolean {
  const isStopped = unit.rates.get(night)?.stopSell ?? false;
  return unit.free.has(night) && !isStopped && !closed.some((one) => covers(one, night));
}

/** Of several units the dearest price, the longest minimum, the shortest maximum: nobody gets less than was asked. */
function termsOf({ units, fields, price }: DesiredInput, night: Night): typeof NO_TERMS | Terms {
  const rates = units.map((unit) => unit.rates.get(night) ?? null);
  const known = <K extends keyof Rate>(field: K) =>
    rates.flatMap((rate) => {
      const value = rate?.[field] ?? null;
      return value === null ? [] : [value];
    });
  const prices = known('priceMinor');
  const isPriced = price !== null && units.length > 0 && prices.length === units.length;
  const [min, max] = [known('minStay'), known('maxStay')];
  const [arrival, departure] = [known('closedToArrival'), known('closedToDeparture')];
  const minStay = min.length > 0 ? Math.max(...min) : null;
  const terms: Terms = {
    priceMinor: isPriced ? price(Math.max(...prices)) : null,
    minStay,
    maxStay: max.length > 0 ? Math.max(minStay ?? 1, Math.min(...max)) : null,
    closedToArrival: arrival.length > 0 ? arrival.includes(true) : null,
    closedToDeparture: departure.length > 0 ? departure.includes(true) : null,
  };
  return {
    priceMinor: fields.includes('priceMinor') ? terms.priceMinor : null,
    minStay: fields.includes('minStay') ? terms.minStay : null,
    maxStay: fields.includes('maxStay') ? terms.maxStay : null,
    closedToArrival: fields.includes('closedToArrival') ? terms.closedToArrival : null,
    closedToDeparture: fields.includes('closedToDeparture') ? terms.closedToDeparture : null,
  };
}

type Terms = Pick<
  WantedNight,
  'priceMinor' | 'minStay' | 'maxStay' | 'closedToArrival' | 'closedToDeparture'
>;

export function covers(range: NightRange, night: Night): boolean {
  return range.checkIn <= night && night < range.checkOut;
}
