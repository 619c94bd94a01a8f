import { sql } from 'drizzle-orm';
import { readNights } from '#lib/domain/availability/queries.ts';
import { addNights, intersection, type Night, nightsOf } from '#lib/kernel/nights.ts';
import { unprotectedStays } from '#tests/support/stays.ts';
import { broken } from './broken.ts';
import { checkConflicts } from './check-conflicts.ts';
import { nightSet } from './platform.ts';
import { readFeedNights } from './reader.ts';
import { ownerOf, todayOf, unitsOf, type World } from './world.ts';

/** How far ahead anything of the world reaches. */
export const HORIZON_NIGHTS = 60;

/** What a check remembers from one step to the next. */
export type Memory = {
  readonly versions: Map<string, number>;
  /** Taken nights by unit, version and day: they may not change without the version. */
  readonly taken: Map<string, string>;
  readonly rows: Map<string, string>;
};
export const newMemory = (): Memory => ({ versions: new Map(), taken: new Map(), rows: new Map() });

/**
 * Every promise that can be asked of the world as it stands.
 * @param org the one organization whose rows may have changed; undefined: any
 * @throws BrokenPromise
 */
export async function checkAll(world: World, memory: Memory, org?: number): Promise<void> {
  const taken = await readTaken(world);
  checkTold(world, taken);
  // All of them only read: one after the other they would be most of what a step costs.
  await Promise.all([
    checkHolds(world),
    checkVersions(world, memory, taken),
    checkConflicts(world),
    checkJournal(world),
    checkOrganizations(world, memory, org),
    checkFeed(world, taken),
  ]);
}

/** Nights that are not free, by unit, from today on. */
export async function readTaken(world: World): Promise<Map<string, Set<Night>>> {
  const from = todayOf(world);
  const taken = new Map<string, Set<Night>>();
  for (const org of world.orgs.keys()) {
    const unitIds = world.units.filter((unit) => unit.org === org).map((unit) => unit.id);
    const nights = await readNights(ownerOf(world, org), {
      unitIds,
      from,
      to: addNights(from, HORIZON_NIGHTS),
    });
    for (const [unitId, states] of nights)
      taken.set(unitId, new Set(states.filter((one) => one.state !== 'free').map((one) => one.night)));
  }
  return taken;
}

/** Promise 4. */
async function checkHolds(world: World): Promise<void> {
  for (const org of world.orgs.keys()) {
    const ctx = ownerOf(world, org);
    const open = await unprotectedStays(ctx);
    if (open.length > 0)
      broken(`promise 4: stays that neither hold their nights nor stand in a conflict: ${open}`);
    const stray = await ctx.db.execute(sql`
      select h.id from holds h join stays s on s.id = h.stay_id
      where h.org_id = ${ctx.org}
        and (s.status <> 'active' or s.org_id <> h.org_id or h.nights <> daterange(s.check_in, s.check_out))`);
    if (stray.length > 0)
      broken(`promise 4: holds of stays that do not claim them: ${JSON.stringify(stray)}`);
  }
}

/** Versions only grow, and nights do not change without them: a reader who holds the version is told "as before". */
async function checkVersions(
  world: World,
  memory: Memory,
  taken: ReadonlyMap<string, ReadonlySet<Night>>,
): Promise<void> {
  const rows = await world.base.db.execute<{ id: string; version: string }>(
    sql`select id, calendar_version as version from units`,
  );
  for (const { id, version } of rows) {
    const [now, before] = [Number(version), memory.versions.get(id) ?? 0];
    if (now < before) broken(`the version of ${id} fell from ${before} to ${now}`);
    memory.versions.set(id, now);
    const key = `${id} v${now} ${todayOf(world)}`;
    const nights = [...(taken.get(id) ?? [])].join(' ');
    const known = memory.taken.get(key);
    if (known !== undefined && known !== nights)
      broken(`the nights of ${key} changed without the version: was ${known}, is ${nights}`);
    memory.taken.set(key, nights);
  }
}

/** Promises 2 and 11: what a platform has told us, and what still stands there, is closed here. */
function checkTold(world: World, taken: ReadonlyMap<string, ReadonlySet<Night>>): void {
  const today = todayOf(world);
  const window = { checkIn: today, checkOut: addNights(today, HORIZON_NIGHTS) };
  for (const platform of world.platforms) {
    for (const item of platform.items) {
      const nights = intersection(item.nights, window);
      if (!item.isActive || !item.isTold || item.doubt === 'wholly' || !nights) continue;
      for (const unit of unitsOf(world, platform)) {
        const open = [...nightsOf(nights)].filter((night) => !taken.get(unit.id)?.has(night));
        if (open.length > 0)
          broken(
            `promises 2, 11: ${item.id} ${item.nights.checkIn}..${item.nights.checkOut} was told and stands, but ${open} of ${unit.id} is free`,
          );
      }
    }
  }
}

/** Promise 13. */
async function checkJournal(world: World): Promise<void> {
  const { db } = world.base;
  const silent = await db.execute(sql`
    select s.id, s.sequence + 1 as changes, (
      select count(*) from journal j where j.subject_id = s.reservation_id and j.after ->> 'stayId' = s.id
    ) as rows from stays s where s.sequence + 1 > (
      select count(*) from journal j where j.subject_id = s.reservation_id and j.after ->> 'stayId' = s.id)`);
  if (silent.length > 0) broken(`promise 13: changes without a cause: ${JSON.stringify(silent)}`);
  const named = await db.execute(sql`
    select id, action from journal
    where concat(before::text, after::text, reason) like '%Gastvogel%'`);
  if (named.length > 0) broken(`promise 13: a guest is named in the journal: ${JSON.stringify(named)}`);
}

/** Promise 9: what one organization does leaves the rows of the others as they are, and no row points across. */
async function checkOrganizations(world: World, memory: Memory, acting?: number): Promise<void> {
  for (const [index, org] of world.orgs.entries()) {
    const [row] = await world.base.db.execute<{ print: string }>(sql`
      select concat_ws(' ',
        (select md5(string_agg(t::text, '' order by id)) from reservations t where org_id = ${org}),
        (select md5(string_agg(t::text, '' order by id)) from stays t where org_id = ${org}),
        (select md5(string_agg(t::text, '' order by id)) from holds t where org_id = ${org}),
        (select md5(string_agg(t::text, '' order by id)) from blocks t where org_id = ${org}),
        (select md5(string_agg(t::text, '' order by id)) from conflicts t where org_id = ${org}),
        (select md5(string_agg(t::text, '' order by id)) from calendar_events t where org_id = ${org}),
        (select md5(string_agg(t::text, '' order by id)) from units t where org_id = ${org}),
        (select count(*) from journal where org_id = ${org})) as print`);
    const print = row?.print ?? '';
    const before = memory.rows.get(org);
    if (acting !== undefined && acting !== index && before !== undefined && before !== print)
      broken(`promise 9: organization ${acting} acted and rows of organization ${index} changed`);
    memory.rows.set(org, print);
  }
}

/** One unit's feed for people, read by a stranger, says what availability says. */
async function checkFeed(world: World, taken: ReadonlyMap<string, ReadonlySet<Night>>): Promise<void> {
  const unit = world.random.pick(world.units);
  const feed = await readFeedNights(world, {
    id: unit.id,
    token: unit.token,
    etag: null,
    who: `people ${unit.id}`,
  });
  if (feed === null || feed === 'unchanged') return broken(`the feed of ${unit.id} does not answer`);
  const today = todayOf(world);
  const window = { checkIn: today, checkOut: addNights(today, HORIZON_NIGHTS) };
  const told = nightSet(feed.nights.flatMap((range) => intersection(range, window) ?? []));
  const known = taken.get(unit.id) ?? new Set();
  const hidden = [...known].filter((night) => !told.has(night));
  const invented = [...told].filter((night) => !known.has(night));
  if (hidden.length + invented.length > 0)
    broken(`the feed of ${unit.id} differs from its calendar: leaves out ${hidden}, invents ${invented}`);
}
