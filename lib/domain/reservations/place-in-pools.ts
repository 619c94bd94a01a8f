import { invariant } from '#lib/kernel/errors.ts';
import { addNights, type Night, type NightRange, night, sameNights, todayIn } from '#lib/kernel/nights.ts';
import { readNights } from '../availability/queries.ts';
import type { NightState } from '../availability/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { LockedUnit } from '../properties/lock-units.ts';
import { allocate, GAP_NIGHTS, LEVELS, type PoolUnit, type Standing, type Wanted } from './allocate-rules.ts';
import { hears } from './decide.ts';
import { findShown } from './find-shown.ts';
import type { LockedReservation } from './known.ts';
import {
  type IncomingStay,
  identityOf,
  mergeStay,
  reservationKey,
  type StayFacts,
  type StayRow,
} from './rules.ts';

/**
 * Chooses a unit for each told stay that takes any of a pool: the one it has, if it can keep it, else the free one that it
 * fits best, else the one where it clashes the least. Under the lock of every unit of the pools and of the reservations:
 * of two that want the last unit at once the second sees the first's stay. One that a calendar of the channel has shown on
 * a unit of the pool belongs there. Two round trips where any needs a unit, more where their nights lie years apart; none
 * else.
 * @returns what was told, each with the unit it gets and without a pool
 */
export async function placeInPools(
  tx: Ctx,
  told: readonly IncomingStay[],
  known: ReadonlyMap<string, LockedReservation>,
  locked: readonly LockedUnit[],
): Promise<IncomingStay[]> {
  if (!told.some((stay) => stay.pool)) return [...told];
  const today = todayIn('UTC', tx.clock.now());
  const inUse = new Set(locked.filter((unit) => !unit.archived).map((unit) => unit.id));
  const asked = told.map((stay) => {
    const reservation = known.get(reservationKey(stay));
    invariant(reservation, 'a reservation is locked before its stays are placed');
    const before = reservation.stays.find((one) => one.roomRef === stay.roomRef) ?? null;
    const pool = (stay.pool ?? []).filter((id) => inUse.has(id));
    return { stay, before, ...wishOf({ stay, before, pool, today, reservation }) };
  });
  const wanted = asked.flatMap(({ wanted }) => wanted ?? []);
  const unitOf = wanted.length > 0 ? await chooseUnits(tx, wanted, asked, locked) : new Map();
  return asked.map(({ stay, wanted, stays }) => {
    const { pool: _, ...rest } = stay;
    const unitId = wanted ? unitOf.get(wanted.key) : stays;
    return unitId ? { ...rest, unitId, isChosen: true } : rest;
  });
}

type Asked = {
  readonly stay: IncomingStay;
  readonly before: StayRow | null;
  readonly wanted: Wanted | null;
  /** The unit it has and keeps without asking; null: what was told says where it stands. */
  readonly stays: string | null;
  readonly after: StayFacts | null;
};

/** Whether it is to be given a unit, or where it stands. */
function wishOf(one: {
  readonly stay: IncomingStay;
  readonly before: StayRow | null;
  readonly pool: readonly string[];
  readonly today: Night;
  readonly reservation: LockedReservation;
}): Pick<Asked, 'wanted' | 'stays' | 'after'> {
  const { stay, before, pool, today, reservation } = one;
  const at = before?.unitId ?? null;
  if (!hears(reservation, stay, before)) return { wanted: null, stays: null, after: before };
  const sameCalendar = reservation.row.calendarId !== null && reservation.row.calendarId === stay.calendarId;
  const after = mergeStay(before, stay, sameCalendar);
  if (pool.length === 0 || after.status === 'cancelled') return { wanted: null, stays: null, after };
  const isOther =
    !!stay.listingId && (before?.listingId ?? null) !== null && before?.listingId !== stay.listingId;
  const isIn = at !== null && pool.includes(at);
  const want = (keep: string | null) => {
    const { checkIn, checkOut } = stay;
    const wanted = { key: identityOf(stay), checkIn, checkOut, pool, keep };
    return { wanted, stays: null, after: null };
  };
  if (at === null || (isOther && !isIn)) return want(null);
  const isMoved = before?.status === 'cancelled' || (before !== null && !sameNights(before, stay));
  // Who is in the house already is not sent to another door, and whom a person put elsewhere stays there.
  const isHere = before?.status === 'active' && before.checkIn < today && before.checkIn === stay.checkIn;
  if (!isMoved || !isIn || isHere) return { wanted: null, stays: at, after: { ...after, unitId: at } };
  return want(at);
}

async function chooseUnits(
  tx: Ctx,
  wanted: readonly Wanted[],
  asked: readonly Asked[],
  locked: readonly LockedUnit[],
): Promise<Map<string, string>> {
  const units = new Map(locked.map((unit) => [unit.id, unit]));
  const without = asked.flatMap(({ before, after }) =>
    before && isElsewhere(before, after) ? before.id : [],
  );
  const standing = asked.flatMap(({ after }): Standing[] => {
    const unit = after?.status === 'active' && after.unitId ? units.get(after.unitId) : undefined;
    return after && unit ? [{ unit, checkIn: after.checkIn, checkOut: after.checkOut }] : [];
  });
  const listingOf = new Map(
    asked.map(({ stay, before }) => [identityOf(stay), stay.listingId ?? before?.listingId ?? null]),
  );
  const unitOf = new Map<string, string>();
  for (const { from, to, some } of windowsOf(wanted)) {
    const unitIds = [...new Set(some.flatMap((one) => one.pool))];
    const nights = await readNights(tx, { unitIds, from, to, without });
    const poolUnits = unitIds.flatMap((id): PoolUnit[] => {
      const unit = units.get(id);
      return unit ? [{ ...unit, nights: (nights.get(id) ?? []).map(levelOf) }] : [];
    });
    const shown = await findShown(tx, some, nights, listingOf);
    for (const [key, id] of shown) unitOf.set(key, id);
    const near = standing.filter((one) => one.checkIn < to && one.checkOut > from);
    const there = some.flatMap((one): Standing[] => {
      const unit = units.get(shown.get(one.key) ?? '');
      return unit ? [{ unit, checkIn: one.checkIn, checkOut: one.checkOut }] : [];
    });
    const rest = some.filter((one) => !shown.has(one.key));
    const chosen = allocate({ from, units: poolUnits }, [...near, ...there], rest);
    for (const [key, id] of chosen) unitOf.set(key, id);
  }
  return unitOf;
}

function isElsewhere(before: StayFacts, after: StayFacts | null): boolean {
  if (!after || before.status !== after.status || before.unitId !== after.unitId) return true;
  return !sameNights(before, after);
}

function levelOf({ state, by }: NightState) {
  if (state === 'free') return LEVELS.free;
  if (state === 'blocked') return by?.kind === 'preparation' ? LEVELS.prepared : LEVELS.blocked;
  return state === 'closed' ? LEVELS.closed : LEVELS.held;
}

type Stretch = { readonly from: Night; readonly to: Night; readonly some: Wanted[] };

/** Stretches of nights that cover the stays and the gaps around them: those that lie far apart are not read as one. */
function windowsOf(wanted: readonly Wanted[]): Stretch[] {
  const stretches: Stretch[] = [];
  const numbered = new Map(wanted.map((one, index) => [one, index]));
  for (const one of [...wanted].sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1))) {
    const { from, to } = around(one);
    const last = stretches.at(-1);
    if (last && from <= last.to) {
      stretches[stretches.length - 1] = {
        from: last.from,
        to: to > last.to ? to : last.to,
        some: [...last.some, one],
      };
    } else stretches.push({ from, to, some: [one] });
  }
  for (const { some } of stretches) some.sort((a, b) => (numbered.get(a) ?? 0) - (numbered.get(b) ?? 0));
  return stretches;
}

const FIRST = night('0002-01-01');
const LAST = night('9998-12-31');

function around({ checkIn, checkOut }: NightRange): { from: Night; to: Night } {
  const from = checkIn > FIRST ? addNights(checkIn, -GAP_NIGHTS) : checkIn;
  const to = checkOut < LAST ? addNights(checkOut, GAP_NIGHTS) : checkOut;
  return { from, to };
}
