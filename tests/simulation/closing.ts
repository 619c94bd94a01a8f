import { and, eq } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import { updateSubscriber } from '#lib/domain/feeds/update-subscriber.ts';
import { addNights, intersection, type Night, type NightRange, union } from '#lib/kernel/nights.ts';
import { broken } from './broken.ts';
import { setPaused } from './channels.ts';
import { readSides, standsAt } from './check-conflicts.ts';
import { checkAll, HORIZON_NIGHTS, type Memory, readTaken } from './checks.ts';
import { fetchOursBy } from './guests.ts';
import { nightSet, ownNights } from './platform.ts';
import { landOne, workOnce } from './work.ts';
import { ownerOf, todayOf, tokenOf, type Unit, unitsOf, type World } from './world.ts';

/**
 * Faults stop, everybody polls and fetches for a while, longer than the day that empty answers need: then every
 * calendar shows the one truth.
 * @throws BrokenPromise
 */
export async function close(world: World, memory: Memory): Promise<void> {
  world.faults = false;
  while (world.flights.length > 0) await landOne(world);
  for (const platform of world.platforms) {
    if (platform.isPaused) await setPaused(world, platform, false);
    const { link, unitId } = platform;
    if (!link || !unitId) continue;
    // A link that was rotated and never pasted is pasted now.
    const { url } = await updateSubscriber(ownerOf(world, platform.org), unitId, link.subscriberId, {
      rotate: true,
    });
    platform.link = { ...link, token: tokenOf(url) };
  }
  for (const minutes of [40, 40, 40, 40, 25 * 60, 40, 40, 40, 40, 40, 40, 40]) {
    world.clock.advance({ minutes });
    world.log.push(`closing: it is ${world.clock.now()}; tick: ${await workOnce(world)}`);
    for (const platform of world.random.shuffled(world.platforms)) {
      if (!platform.link) continue;
      world.clock.advance({ seconds: 1 });
      world.log.push(`closing: ${platform.name} fetches our feed: ${await fetchOursBy(world, platform)}`);
    }
    await checkAll(world, memory);
  }
  await checkTruth(world);
  await checkOpenConflicts(world);
}

/**
 * The nights that something stands on, worked out from the model alone (but for bookings nobody follows any more).
 * `isCertain`: only what nobody could take for a copy of ours.
 */
async function truthOf(
  world: World,
  unit: Unit,
  more: { without?: string | null; isCertain?: boolean } = {},
): Promise<NightRange[]> {
  const near = (unitId: string) => unit.related.includes(unitId);
  const own = (world.owned[unit.org] ?? []).filter((one) => near(one.unitId));
  const sold: { nights: NightRange; unitId: string }[] = own.filter((one) => one.what === 'booking');
  const closed: NightRange[] = own.filter((one) => one.what === 'block').map((one) => one.nights);
  for (const platform of world.platforms) {
    if (platform.calendarId === null || platform.name === more.without) continue;
    for (const one of unitsOf(world, platform).filter((other) => near(other.id))) {
      for (const item of platform.items.filter((some) => some.isActive)) {
        if (more.isCertain && item.doubt === 'wholly') continue;
        const isStay =
          (platform.dialect === 'airbnb' || platform.dialect === 'vrbo') && item.what === 'booking';
        if (isStay) sold.push({ nights: item.nights, unitId: one.id });
        else closed.push(item.nights);
      }
    }
  }
  sold.push(...(await readLeftBehind(world, unit)));
  return [...closed, ...sold.map((one) => prepared(world, unit, one))];
}

function prepared(world: World, unit: Unit, stay: { nights: NightRange; unitId: string }): NightRange {
  const of = world.units.find((one) => one.id === stay.unitId)?.preparation ?? 0;
  const nights = Math.max(of, unit.preparation);
  return {
    checkIn: addNights(stay.nights.checkIn, -nights),
    checkOut: addNights(stay.nights.checkOut, nights),
  };
}

/** Bookings of calendars that were deleted: they keep their nights until a person ends them. */
async function readLeftBehind(world: World, unit: Unit): Promise<{ nights: NightRange; unitId: string }[]> {
  const ctx = ownerOf(world, unit.org);
  const rows = await ctx.db
    .select({ unitId: stays.unitId, checkIn: stays.checkIn, checkOut: stays.checkOut })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, ctx.org),
        eq(stays.status, 'active'),
        eq(reservations.followed, 'no_longer_followed'),
      ),
    );
  return rows.flatMap(({ unitId, checkIn, checkOut }) =>
    unitId && unit.related.includes(unitId) ? [{ unitId, nights: { checkIn, checkOut } }] : [],
  );
}

function inWindow(world: World, ranges: readonly NightRange[]): Set<Night> {
  const from = todayOf(world);
  const window = { checkIn: from, checkOut: addNights(from, HORIZON_NIGHTS) };
  return nightSet(ranges.flatMap((range) => intersection(range, window) ?? []));
}

async function checkTruth(world: World): Promise<void> {
  const taken = await readTaken(world);
  for (const unit of world.units) {
    const truth = inWindow(world, await truthOf(world, unit));
    const certain = inWindow(world, await truthOf(world, unit, { isCertain: true }));
    const known = taken.get(unit.id) ?? new Set();
    expectNone(
      `our calendar of ${unit.id} opens`,
      [...certain].filter((night) => !known.has(night)),
    );
    const phantom = [...known].filter((night) => !truth.has(night) && !mayBeOwn(world, unit, night));
    expectNone(`our calendar of ${unit.id} closes for nothing`, phantom);
  }
  for (const platform of world.platforms) {
    const unit = world.units.find((one) => one.id === platform.unitId);
    if (!platform.link || !unit) continue;
    // Of its own bookings a platform hears nothing from us, nor of the nights kept around them.
    const others = inWindow(
      world,
      await truthOf(world, unit, { isCertain: true, without: platform.calendarId && platform.name }),
    );
    const shown = inWindow(world, [...ownNights(platform), ...platform.imports]);
    expectNone(
      `${platform.name} still sells`,
      [...others].filter((night) => !shown.has(night)),
    );
    const known = taken.get(unit.id) ?? new Set();
    const invented = [...inWindow(world, platform.imports)].filter((night) => !known.has(night));
    expectNone(`${platform.name} was told of`, invented);
  }
}

/**
 * What cannot be known from a channel's calendar: whether nights it shows, and was told by us, are closed by its owner as
 * well, where that owner once closed nights that touch them. Then they stay closed here (docs/decisions/0002).
 */
function mayBeOwn(world: World, unit: Unit, night: Night): boolean {
  return world.platforms
    .filter((platform) => platform.unitId !== null && unit.related.includes(platform.unitId))
    .some((platform) => {
      const own = platform.items.flatMap((item) => item.history);
      const run = union([...platform.imports, ...own]).find(
        (one) => one.checkIn <= night && night < one.checkOut,
      );
      const wasTold = platform.imports.some((one) => one.checkIn <= night && night < one.checkOut);
      return wasTold && run !== undefined && own.some((one) => intersection(one, run));
    });
}

function expectNone(what: string, nights: readonly Night[]): void {
  if (nights.length > 0) broken(`once faults stopped, ${what} ${nights}`);
}

async function checkOpenConflicts(world: World): Promise<void> {
  for (const org of world.orgs.keys()) {
    for (const { row, platform } of await readSides(world, org)) {
      if (row.nights.checkOut <= todayOf(world)) continue;
      // What it once sold there and now only repeats cannot be told apart.
      const mayStand =
        platform?.imports.some((nights) => intersection(nights, row.nights)) &&
        platform.items.some((item) => item.history.some((nights) => intersection(nights, row.nights)));
      if (platform && !mayStand && !standsAt(platform, row.nights))
        broken(
          `once faults stopped, conflict ${row.id} of ${row.nights.checkIn}..${row.nights.checkOut} still names ${platform.name}, which has nothing there`,
        );
    }
  }
}
