import { type Days, within } from './day-rules.ts';
import { byWeight, shareOf } from './spread-rules.ts';

/* Rows of the ledger as they come, days counted from 1970-01-01, and what they mean for each night of each unit. */

export type Leaf = readonly [
  id: string,
  name: string,
  propertyId: string,
  property: string,
  currency: string,
  born: number,
  gone: number | null,
];
export type Part = readonly [compositeId: string, partId: string];
export type StayRow = readonly [
  id: string,
  reservationId: string,
  unitId: string,
  checkIn: number,
  checkOut: number,
  status: 'active' | 'cancelled',
  channel: string,
  reservationStatus: 'pending' | 'confirmed' | 'cancelled',
  totalMinor: number | null,
  currency: string | null,
  payoutMinor: number | null,
  payoutCurrency: string | null,
  booked: number | null,
];
/** A room of a booking that has several; its own price where the channel tells one. */
export type RoomRow = readonly [
  reservationId: string,
  stayId: string,
  nights: number,
  minor: number | null,
  currency: string | null,
];
export type ClosedRow = readonly [
  unitId: string | null,
  propertyId: string | null,
  checkIn: number,
  checkOut: number,
  how: 'blocked' | 'closed',
];

export type Ledger = {
  readonly window: Days;
  /** By property, then as they were made. Archived ones too. */
  readonly leaves: readonly Leaf[];
  readonly parts: readonly Part[];
  /** Those with a night in the window, the oldest first, cancelled ones too. */
  readonly stays: readonly StayRow[];
  readonly rooms: readonly RoomRow[];
  readonly closed: readonly ClosedRow[];
  /** Active stays with a night in the window whose unit nobody knows: they wait in the inbox and are counted nowhere. */
  readonly waiting: number;
};

/** What a night of a unit is: not there (yet, any more), free, closed, or sold by the channel of a number from here on. */
export const ABSENT = 0;
export const FREE = 1;
export const BLOCKED = 2;
export const CLOSED = 3;
export const SOLD = 4;

export type Grid = {
  readonly days: number;
  /** Unit by unit, a window of nights for each. */
  readonly nights: Uint8Array;
  /** 1 where the booking that sells the night is not confirmed. */
  readonly pending: Uint8Array;
  readonly channels: readonly string[];
};

/**
 * Every night of every unit, once. A stay on a composite is a night of each of its parts. Two bookings on one night sell it
 * once, for the one that came first; a sold night that is blocked too is sold.
 */
export function layOut(ledger: Ledger): Grid {
  const { window, leaves } = ledger;
  const days = window.to - window.from;
  const nights = new Uint8Array(leaves.length * days);
  const pending = new Uint8Array(leaves.length * days);
  const channels = [...new Set(ledger.stays.map((stay) => stay[6]))].sort();
  const numbers = new Map(channels.map((channel, at) => [channel, SOLD + at]));
  const life = leaves.map(([, , , , , born, gone]) => within(window, { from: born, to: gone ?? window.to }));
  const each = (at: number, range: Days, set: (night: number) => void) => {
    const alive = life[at];
    const part = alive ? within(range, alive) : null;
    if (!part) return;
    const start = at * days - window.from;
    for (let day = part.from; day < part.to; day++) set(start + day);
  };
  leaves.forEach((_, at) => {
    each(at, window, (night) => {
      nights[night] = FREE;
    });
  });
  const places = placesOf(ledger);
  for (const [unitId, propertyId, from, to, how] of ledger.closed) {
    const closes = unitId === null ? (places.ofProperty.get(propertyId ?? '') ?? []) : places.of(unitId).here;
    for (const at of closes) {
      each(at, { from, to }, (night) => {
        // What a person closed is said as that, also where a channel shows it closed too.
        if (nights[night] !== BLOCKED) nights[night] = how === 'blocked' ? BLOCKED : CLOSED;
      });
    }
  }
  for (const stay of ledger.stays) {
    if (stay[5] !== 'active') continue;
    for (const at of places.of(stay[2]).here) {
      each(at, { from: stay[3], to: stay[4] }, (night) => {
        if ((nights[night] ?? 0) >= SOLD) return;
        nights[night] = numbers.get(stay[6]) ?? SOLD;
        pending[night] = stay[7] === 'pending' ? 1 : 0;
      });
    }
  }
  return { days, nights, pending, channels };
}

type Place = {
  /** The asked units behind a unit, by their place among the leaves. */
  readonly here: readonly number[];
  /** Where each of them stands among all parts of the unit, and how many those are. */
  readonly nth: readonly number[];
  readonly of: number;
};

/** Where a stay on a unit stands: on the unit itself, or on each part of a composite. */
export function placesOf({ leaves, parts }: Pick<Ledger, 'leaves' | 'parts'>): {
  of: (unitId: string) => Place;
  ofProperty: ReadonlyMap<string, readonly number[]>;
} {
  const index = new Map(leaves.map(([id], at) => [id, at]));
  const partsOf = Map.groupBy(parts, ([compositeId]) => compositeId);
  const known = new Map<string, Place>();
  const find = (unitId: string): Place => {
    const all = partsOf.get(unitId)?.map(([, partId]) => partId) ?? [unitId];
    const found = all.flatMap((id, nth) => {
      const at = index.get(id);
      return at === undefined ? [] : [{ at, nth }];
    });
    return { here: found.map(({ at }) => at), nth: found.map(({ nth }) => nth), of: all.length };
  };
  const ofProperty = new Map<string, number[]>();
  leaves.forEach(([, , propertyId], at) => {
    ofProperty.set(propertyId, [...(ofProperty.get(propertyId) ?? []), at]);
  });
  return {
    of: (unitId) => {
      const place = known.get(unitId) ?? find(unitId);
      known.set(unitId, place);
      return place;
    },
    ofProperty,
  };
}

export type MoneyKind = 'total' | 'payout';

/** What a stay is worth, in minor units: its booking's money, or its room's share of it. Null where nobody told. */
export function worthOf(
  ledger: Ledger,
  kind: MoneyKind,
): (stay: StayRow) => { minor: number; currency: string } | null {
  const rooms = Map.groupBy(ledger.rooms, ([reservationId]) => reservationId);
  return (stay) => {
    const [minor, currency] = kind === 'total' ? [stay[8], stay[9]] : [stay[10], stay[11]];
    if (minor === null || currency === null) return null;
    const all = rooms.get(stay[1]);
    const nth = all?.findIndex(([, stayId]) => stayId === stay[0]) ?? -1;
    if (!all || nth < 0) return { minor, currency };
    // By what each room costs, where the channel says it of every one of them; else by their nights.
    const isPriced = all.every(([, , , price, unit]) => price !== null && price >= 0 && unit === currency);
    const weights = all.map(([, , nights, price]) => (isPriced ? (price ?? 0) : nights));
    return { minor: byWeight(minor, weights)[nth] ?? 0, currency };
  };
}

/**
 * Hands out a stay's money night by night where it is slept: for each of the asked units behind it the nights of the window
 * that fall into each bucket, and what these are worth. Over all units and all nights it sums to the stay's worth.
 */
export function spreadStay(
  stay: StayRow,
  minor: number,
  place: Place,
  frame: { readonly window: Days; readonly index: Uint16Array; readonly buckets: readonly Days[] },
  give: (leaf: number, bucket: number, nights: number, minor: number) => void,
): void {
  const { window, index, buckets } = frame;
  const length = stay[4] - stay[3];
  const inside = within(window, { from: stay[3], to: stay[4] });
  if (!inside) return;
  place.here.forEach((leaf, at) => {
    const nth = place.nth[at] ?? 0;
    const worth = shareOf(minor, place.of, nth, nth + 1);
    for (let day = inside.from; day < inside.to; ) {
      const bucket = index[day - window.from] ?? 0;
      const end = Math.min(inside.to, buckets[bucket]?.to ?? inside.to);
      give(leaf, bucket, end - day, shareOf(worth, length, day - stay[3], end - stay[3]));
      day = end;
    }
  });
}
