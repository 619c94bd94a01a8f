import { and, eq, inArray, or } from 'drizzle-orm';
import { calendarEvents } from '#db/schema/calendars.ts';
import { conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { intersection, type NightRange } from '#lib/kernel/nights.ts';
import { broken } from './broken.ts';
import type { Item, Platform } from './platform.ts';
import { ownerOf, todayOf, unitOf, type World } from './world.ts';

type Sale = {
  readonly who: string;
  readonly unitId: string;
  readonly nights: NightRange;
  readonly isDoubtful: boolean;
};

/** Promise 12, both halves. @throws BrokenPromise */
export async function checkConflicts(world: World): Promise<void> {
  for (const org of world.orgs.keys()) {
    await checkClashes(world, org);
    await checkNoEchoes(world, org);
  }
}

/** What was certainly sold, as far as we were told: bookings at platforms on one unit, and our own. */
function salesOf(world: World, org: number): Sale[] {
  const theirs = world.platforms
    .filter((platform) => platform.org === org && platform.unitId !== null && platform.calendarId !== null)
    .flatMap((platform) =>
      platform.items
        .filter((item) => item.isActive && item.isTold && item.what === 'booking')
        .map((item) => ({
          who: item.id,
          unitId: platform.unitId ?? '',
          nights: item.nights,
          isDoubtful: item.doubt !== 'none',
        })),
    );
  const ours = (world.owned[org] ?? [])
    .filter((own) => own.what === 'booking')
    .map((own) => ({ who: own.id, unitId: own.unitId, nights: own.nights, isDoubtful: false }));
  return [...theirs, ...ours];
}

/** Two sales of one night stand in a conflict that is open or that a person accepted. */
async function checkClashes(world: World, org: number): Promise<void> {
  const sales = salesOf(world, org).filter((sale) => sale.nights.checkOut > todayOf(world));
  const pairs = sales.flatMap((a, i) =>
    sales.slice(i + 1).flatMap((b) => {
      const nights = intersection(a.nights, b.nights);
      const isOne = a.who.split('#')[0] === b.who.split('#')[0];
      const isNear = unitOf(world, a.unitId).related.includes(b.unitId);
      const isToCome = nights !== null && nights.checkOut > todayOf(world);
      return nights && isToCome && isNear && !isOne && !a.isDoubtful && !b.isDoubtful
        ? [{ a, b, nights }]
        : [];
    }),
  );
  if (pairs.length === 0) return;
  const ctx = ownerOf(world, org);
  const known = await ctx.db
    .select()
    .from(conflicts)
    .where(
      and(
        eq(conflicts.orgId, ctx.org),
        or(eq(conflicts.status, 'open'), inArray(conflicts.resolution, ['accepted', 'same_booking'])),
      ),
    );
  for (const { a, b, nights } of pairs) {
    const near = new Set([...unitOf(world, a.unitId).related, ...unitOf(world, b.unitId).related]);
    const isKnown = known.some((row) => near.has(row.unitId) && intersection(row.nights, nights));
    if (!isKnown)
      broken(
        `promise 12: ${a.who} and ${b.who} were both sold on ${nights.checkIn}..${nights.checkOut}, and nobody says so`,
      );
  }
}

/** A calendar that never had anything of its own on these nights can only have repeated us. */
async function checkNoEchoes(world: World, org: number): Promise<void> {
  for (const { row, platform } of await readSides(world, org)) {
    if (
      platform &&
      !platform.items.some((item) => item.history.some((nights) => intersection(nights, row.nights)))
    )
      broken(
        `promise 12: ${platform.name} only repeats us on ${row.nights.checkIn}..${row.nights.checkOut}, and conflict ${row.id} says it sold them`,
      );
  }
}

export type ConflictSide = {
  readonly row: typeof conflicts.$inferSelect;
  readonly claim: string;
  /** Whose calendar it came from; null for what is ours. */
  readonly platform: Platform | null;
};

/** Both sides of every open conflict, with the platform that claims. */
export async function readSides(world: World, org: number): Promise<ConflictSide[]> {
  const ctx = ownerOf(world, org);
  const open = await ctx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open')));
  if (open.length === 0) return [];
  const ids = open.flatMap((row) => [row.claimA, row.claimB]);
  const events = await ctx.db.select().from(calendarEvents).where(inArray(calendarEvents.id, ids));
  const rows = await ctx.db
    .select({ id: stays.id, calendarId: reservations.calendarId })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(inArray(stays.id, ids));
  const calendarOf = new Map<string, string | null>(
    [...events, ...rows].map((row) => [row.id, row.calendarId]),
  );
  return open.flatMap((row) =>
    [row.claimA, row.claimB].map((claim) => {
      const calendarId = calendarOf.get(claim) ?? null;
      const platform = world.platforms.find((one) => calendarId !== null && one.calendarId === calendarId);
      return { row, claim, platform: platform ?? null };
    }),
  );
}

/** Whether the platform has something of its own there now. */
export function standsAt(platform: Platform, nights: NightRange): Item | undefined {
  return platform.items.find((item) => item.isActive && intersection(item.nights, nights));
}
