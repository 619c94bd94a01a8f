/**
 * What a large portfolio is made of: properties of 1 to 12 units, some with a whole house over its rooms, two years of
 * stays on each, about two nights of three sold. The same for the same number of units, so that figures can be compared.
 * Days are counted from today; nothing here knows a database.
 */

export const DAYS_BACK = 180;
export const DAYS_AHEAD = 550;

export type PlannedChannel = 'direct' | 'airbnb' | 'booking' | 'avito' | 'vrbo' | 'ical';
export type PlannedStay = {
  readonly from: number;
  readonly nights: number;
  readonly channel: PlannedChannel;
  readonly guests: number;
  readonly guest: number;
  /** Days between booking and arrival. */
  readonly lead: number;
  readonly kind: 'held' | 'clashing' | 'cancelled';
};
export type PlannedBlock = {
  readonly from: number;
  readonly nights: number;
  readonly kind: 'owner' | 'maintenance' | 'other';
};
export type PlannedUnit = {
  readonly name: string;
  readonly preparationNights: number;
  /** Places in the property of the units that it is made of. */
  readonly parts: readonly number[];
  readonly stays: readonly PlannedStay[];
  readonly blocks: readonly PlannedBlock[];
};
export type PlannedProperty = {
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  /** A night in the minor units of the currency. */
  readonly nightMinor: number;
  readonly units: readonly PlannedUnit[];
};

const SIZES = [1, 1, 2, 1, 5, 1, 3, 12, 1, 6, 2, 1, 8, 4, 1, 1, 12, 1, 3, 1];
const WITH_A_WHOLE_HOUSE = 5;
const PLACES = [
  { timezone: 'Europe/Paris', currency: 'EUR', nightMinor: 11_800 },
  { timezone: 'Europe/Lisbon', currency: 'EUR', nightMinor: 8_400 },
  { timezone: 'Europe/Moscow', currency: 'RUB', nightMinor: 690_000 },
  { timezone: 'America/New_York', currency: 'USD', nightMinor: 17_500 },
  { timezone: 'Asia/Tokyo', currency: 'JPY', nightMinor: 14_000 },
] as const;
const FIRST = ['Linden', 'Harbour', 'Mill', 'Garden', 'Chapel', 'Quarry', 'Willow', 'Station', 'Orchard'];
const SECOND = ['House', 'Court', 'Lodge', 'Flats', 'Yard', 'Cottage', 'Terrace'];
const ROOMS = ['Blue', 'Garden', 'Attic', 'Corner', 'North', 'South', 'Courtyard', 'Terrace', 'Low'];
const CHANNELS: readonly [PlannedChannel, number][] = [
  ['airbnb', 0.34],
  ['booking', 0.26],
  ['direct', 0.14],
  ['avito', 0.08],
  ['vrbo', 0.1],
  ['ical', 0.08],
];

/** Even numbers from 0 to below 1, always the same ones (mulberry32): chance would make no two runs alike. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
type Numbers = ReturnType<typeof numbersFrom>;

const between = (next: Numbers, least: number, most: number) =>
  least + Math.floor(next() * (most - least + 1));

/** @param units how many in all, whole houses among them */
export function planPortfolio(units: number): PlannedProperty[] {
  const next = numbersFrom(units);
  const properties: PlannedProperty[] = [];
  for (let left = units; left > 0; ) {
    const at = properties.length;
    const size = Math.min(left, SIZES[at % SIZES.length] ?? 1);
    properties.push(planProperty(next, at, size));
    left -= size;
  }
  return properties;
}

function planProperty(next: Numbers, at: number, size: number): PlannedProperty {
  const name = `${FIRST[at % FIRST.length]} ${SECOND[at % SECOND.length]} ${at + 1}`;
  const place = PLACES[at % PLACES.length] ?? PLACES[0];
  const base = { ...place, name, nightMinor: Math.round((place.nightMinor * between(next, 60, 160)) / 100) };
  if (size === 1) return { ...base, units: [planUnit(next, at, name, [])] };
  const whole = size === WITH_A_WHOLE_HOUSE ? planWholeHouse(next, size) : null;
  const rooms = Array.from({ length: whole ? size - 1 : size }, (_, place) =>
    planUnit(next, at + place, `${ROOMS[place % ROOMS.length]} ${place + 1}`, whole?.stays ?? []),
  );
  return { ...base, units: whole ? [whole, ...rooms] : rooms };
}

/** Sold as a whole for some days every other month; its rooms are sold around that. */
function planWholeHouse(next: Numbers, size: number): PlannedUnit {
  const stays: PlannedStay[] = [];
  for (let day = between(next, 5, 40) - DAYS_BACK; day < DAYS_AHEAD - 10; day += between(next, 40, 80)) {
    stays.push(planStay(next, day, between(next, 2, 7), 'held'));
  }
  const parts = Array.from({ length: size - 1 }, (_, place) => place + 1);
  return { name: 'Whole house', preparationNights: 0, parts, stays, blocks: [] };
}

function planUnit(
  next: Numbers,
  at: number,
  name: string,
  taken: readonly { from: number; nights: number }[],
): PlannedUnit {
  const preparationNights = at % 6 === 0 ? 1 : 0;
  const stays: PlannedStay[] = [];
  const blocks: PlannedBlock[] = [];
  for (let day = -DAYS_BACK + between(next, 0, 4); day < DAYS_AHEAD; ) {
    const nights = Math.min(
      between(next, 1, 4) + (next() < 0.25 ? between(next, 1, 7) : 0),
      DAYS_AHEAD - day,
    );
    const inTheWay = taken.find((one) => one.from < day + nights && day < one.from + one.nights);
    if (inTheWay) {
      day = inTheWay.from + inTheWay.nights;
      continue;
    }
    stays.push(planStay(next, day, nights, 'held'));
    day += nights;
    const gap = Math.max(preparationNights, gapAfter(next));
    if (gap >= 4 && next() < 0.3) blocks.push(planBlock(next, day + 1, gap - 2));
    if (gap >= 2 && next() < 0.1) stays.push(planStay(next, day, gap, 'cancelled'));
    day += gap;
  }
  return { name, preparationNights, parts: [], stays: clash(next, at, stays), blocks };
}

function gapAfter(next: Numbers): number {
  const kind = next();
  if (kind < 0.35) return 0;
  if (kind < 0.7) return between(next, 1, 2);
  return kind < 0.95 ? between(next, 3, 6) : between(next, 7, 12);
}

function planBlock(next: Numbers, from: number, nights: number): PlannedBlock {
  const kinds = ['owner', 'maintenance', 'other'] as const;
  return { from, nights, kind: kinds[between(next, 0, 2)] ?? 'other' };
}

/** On some units a second booking of nights of the coming weeks that are sold already. */
function clash(next: Numbers, at: number, stays: readonly PlannedStay[]): PlannedStay[] {
  const sold = stays.find(({ from, nights, kind }) => kind === 'held' && from > at % 25 && nights > 1);
  if (!sold || at % 37 !== 8) return [...stays];
  return [...stays, { ...planStay(next, sold.from, sold.nights, 'clashing'), lead: 2 }];
}

function planStay(next: Numbers, from: number, nights: number, kind: PlannedStay['kind']): PlannedStay {
  let share = next();
  const channel = CHANNELS.find(([, part]) => {
    share -= part;
    return share < 0;
  });
  return {
    from,
    nights,
    kind,
    channel: channel?.[0] ?? 'direct',
    guests: between(next, 1, 4),
    guest: between(next, 0, 9_999),
    lead: Math.floor(next() ** 2 * 180),
  };
}
