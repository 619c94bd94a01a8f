import { bucketIndex, bucketsOf, type Days, type Grain } from './day-rules.ts';
import { type Ledger, type MoneyKind, placesOf, spreadStay, worthOf } from './ledger-rules.ts';
import { countNights, nightsFromTo } from './occupancy-rules.ts';
import type { RevenueReport } from './schemas.ts';

type Point = { total: number; nights: number };
type Purse = {
  total: number;
  nights: number;
  bookings: Set<string>;
  points: Point[];
  byUnit: Map<number, Point>;
};

export type Earned = {
  readonly buckets: readonly Days[];
  readonly purses: ReadonlyMap<string, Purse>;
  readonly bookings: ReadonlySet<string>;
  readonly priced: ReadonlySet<string>;
  readonly unpricedNights: number;
  /** Nights that each asked unit sells without a price. */
  readonly unpricedOfUnit: ReadonlyMap<number, number>;
  /** Asked units with a priced booking. */
  readonly pricedUnits: ReadonlySet<number>;
};

/** What active stays bring by the nights that are slept in the window, currency by currency. */
export function earn(ledger: Ledger, kind: MoneyKind, grain: Grain): Earned {
  const buckets = bucketsOf(ledger.window, grain);
  const frame = { window: ledger.window, index: bucketIndex(ledger.window, buckets), buckets };
  const places = placesOf(ledger);
  const worth = worthOf(ledger, kind);
  const purses = new Map<string, Purse>();
  const [bookings, priced, pricedUnits] = [new Set<string>(), new Set<string>(), new Set<number>()];
  const unpricedOfUnit = new Map<number, number>();
  let unpricedNights = 0;
  for (const stay of ledger.stays) {
    const place = places.of(stay[2]);
    if (stay[5] !== 'active' || place.here.length === 0) continue;
    bookings.add(stay[1]);
    const money = worth(stay);
    const purse = money ? purseOf(purses, money.currency, buckets.length) : null;
    if (purse) {
      priced.add(stay[1]);
      purse.bookings.add(stay[1]);
    }
    spreadStay(stay, money?.minor ?? 0, place, frame, (unit, bucket, nights, minor) => {
      if (!purse) {
        unpricedNights += nights;
        unpricedOfUnit.set(unit, (unpricedOfUnit.get(unit) ?? 0) + nights);
        return;
      }
      pricedUnits.add(unit);
      const own = purse.byUnit.get(unit) ?? { total: 0, nights: 0 };
      purse.byUnit.set(unit, own);
      for (const at of [purse, own, purse.points[bucket]]) {
        if (!at) continue;
        at.total += minor;
        at.nights += nights;
      }
    });
  }
  return { buckets, purses, bookings, priced, unpricedNights, unpricedOfUnit, pricedUnits };
}

function purseOf(purses: Map<string, Purse>, currency: string, buckets: number): Purse {
  const known = purses.get(currency);
  if (known) return known;
  const points = Array.from({ length: buckets }, () => ({ total: 0, nights: 0 }));
  const fresh = { total: 0, nights: 0, bookings: new Set<string>(), points, byUnit: new Map() };
  purses.set(currency, fresh);
  return fresh;
}

/** The report of a time and, where there is one, of the same time a year before. */
export function revenueOf(
  ledger: Ledger,
  earlier: Ledger | null,
  asked: { readonly grain: Grain; readonly money: MoneyKind },
): RevenueReport {
  const now = earn(ledger, asked.money, asked.grain);
  const then = earlier ? earn(earlier, asked.money, asked.grain) : null;
  const units = countNights(ledger, asked.grain).units;
  const currencies = [...now.purses].map(([currency, purse]) => {
    const before = then?.purses.get(currency);
    return {
      currency,
      total: purse.total,
      before: before?.total ?? null,
      nights: purse.nights,
      bookings: purse.bookings.size,
      adr: purse.nights > 0 ? Math.round(purse.total / purse.nights) : null,
      ...revparOf(ledger, now, currency, units),
      points: purse.points.map((point, at) => ({
        ...nightsFromTo(now.buckets[at] ?? ledger.window),
        ...point,
        before: before?.points[at]?.total ?? null,
      })),
    };
  });
  return {
    report: 'revenue',
    ...nightsFromTo(ledger.window),
    ...asked,
    bookings: { all: now.bookings.size, priced: now.priced.size },
    currencies: currencies.sort((a, b) => b.nights - a.nights || (a.currency < b.currency ? -1 : 1)),
    unpriced: {
      bookings: now.bookings.size - now.priced.size,
      nights: now.unpricedNights,
      properties: propertiesWithout(ledger, now),
    },
    waiting: ledger.waiting,
  };
}

/** By the nights that could be sold of all units that ask for this currency, whether or not one of them earned in it. */
function revparOf(
  { leaves }: Ledger,
  earned: Earned,
  currency: string,
  units: readonly { sold: number; free: number }[],
): { revpar: number | null; isRevparAtLeast: boolean } {
  const purse = earned.purses.get(currency);
  let [nights, total, unpriced] = [0, 0, 0];
  leaves.forEach(([, , , , own], at) => {
    if (own !== currency) return;
    nights += (units[at]?.sold ?? 0) + (units[at]?.free ?? 0);
    total += purse?.byUnit.get(at)?.total ?? 0;
    unpriced += earned.unpricedOfUnit.get(at) ?? 0;
  });
  return { revpar: nights > 0 ? Math.round(total / nights) : null, isRevparAtLeast: unpriced > 0 };
}

function propertiesWithout(
  { leaves }: Ledger,
  { unpricedOfUnit, pricedUnits }: Earned,
): { id: string; name: string }[] {
  const byProperty = Map.groupBy(
    leaves.map((leaf, at) => ({ leaf, at })),
    ({ leaf }) => leaf[2],
  );
  return [...byProperty].flatMap(([id, own]) => {
    const sells = own.some(({ at }) => unpricedOfUnit.has(at));
    const [first] = own;
    return first && sells && !own.some(({ at }) => pricedUnits.has(at)) ? [{ id, name: first.leaf[3] }] : [];
  });
}
