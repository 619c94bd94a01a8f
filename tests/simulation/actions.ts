import { and, eq } from 'drizzle-orm';
import { blocks, conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import { deleteCalendar } from '#lib/domain/calendars/delete-calendar.ts';
import { syncNow } from '#lib/domain/calendars/sync-now.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { updateSubscriber } from '#lib/domain/feeds/update-subscriber.ts';
import { cancelReservation } from '#lib/domain/reservations/cancel.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { resolveConflict } from '#lib/domain/reservations/resolve-conflict.ts';
import { updateReservation } from '#lib/domain/reservations/update.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { addNights, type NightRange } from '#lib/kernel/nights.ts';
import { takeOff } from './flights.ts';
import { outsideOf, type Served, settleServed, uidOf } from './outside.ts';
import { believesFree, change, fetchOf, type Item, type Platform, takeIn } from './platform.ts';
import { Crash, startProcess } from './process.ts';
import { readFeedNights } from './reader.ts';
import { followPlatform, newGuest, ownerOf, todayOf, tokenOf, type World } from './world.ts';

/** What an action did, in words, and whose rows it may have touched (all, where none is named). */
export type Did = { readonly said: string; readonly org?: number };
type Action = (world: World) => Promise<Did | null>;

const FIRST_NIGHTS = 40;

function someNights(world: World): NightRange {
  const checkIn = addNights(todayOf(world), world.random.int(0, FIRST_NIGHTS));
  return { checkIn, checkOut: addNights(checkIn, world.random.int(1, 5)) };
}

const words = (nights: NightRange) => `${nights.checkIn}..${nights.checkOut}`;

/* At the platforms: guests and hosts. */

const sell: Action = async (world) => {
  const platform = world.random.pick(world.platforms);
  const what = platform.dialect !== 'google' && world.random.chance(0.8) ? 'booking' : 'block';
  const nights = someNights(world);
  if (what === 'booking' && !believesFree(platform, nights)) return null;
  if (what === 'block' && platform.items.some((one) => one.isActive && words(one.nights) === words(nights)))
    return null;
  const number = platform.items.length + 1;
  const item: Item = {
    id: `${platform.name}#${number}`,
    what,
    nights,
    uid: uidOf(world, platform.name),
    code:
      platform.dialect === 'airbnb' && what === 'booking'
        ? `HM${platform.name.toUpperCase()}X${number}`.replace(/[^A-Z0-9]/g, '').slice(0, 16)
        : null,
    guest: newGuest(world),
    isActive: true,
    changedAt: world.clock.now(),
    isTold: false,
    history: [nights],
    // A host may close nights that were closed by us already.
    fetches: fetchOf(platform, nights),
    doubt: 'none',
  };
  platform.items.push(item);
  return { said: `${platform.name}: ${what} ${item.id} ${words(nights)}`, org: platform.org };
};

function someItem(world: World, what: Item['what']): { platform: Platform; item: Item } | null {
  const all = world.platforms.flatMap((platform) =>
    platform.items
      .filter((item) => item.isActive && item.what === what && item.nights.checkIn > todayOf(world))
      .map((item) => ({ platform, item })),
  );
  return all.length > 0 ? world.random.pick(all) : null;
}

const move: Action = async (world) => {
  const found = someItem(world, 'booking');
  const nights = someNights(world);
  if (!found || !believesFree(found.platform, nights, found.item)) return null;
  change(found.item, { nights }, world.clock.now());
  return { said: `${found.item.id} moves to ${words(nights)}`, org: found.platform.org };
};

const callOff =
  (what: Item['what']): Action =>
  async (world) => {
    const found = someItem(world, what);
    if (!found) return null;
    change(found.item, { isActive: false }, world.clock.now());
    return { said: `${found.item.id} ${words(found.item.nights)} is called off`, org: found.platform.org };
  };

const fetchOurs: Action = async (world) => {
  const following = world.platforms.filter((platform) => platform.link);
  if (following.length === 0) return null;
  const platform = world.random.pick(following);
  return {
    said: `${platform.name} fetches our feed: ${await fetchOursBy(world, platform)}`,
    org: platform.org,
  };
};

export async function fetchOursBy(world: World, platform: Platform): Promise<string> {
  if (!platform.link || !platform.unitId) return 'it has no link';
  const told = await readFeedNights(world, {
    id: platform.unitId,
    token: platform.link.token,
    etag: platform.etag,
    who: platform.link.subscriberId,
  });
  if (told === null) return 'refused';
  if (told === 'unchanged') return 'as before';
  platform.etag = told.etag;
  takeIn(platform, told.nights, world.clock.now());
  return `${platform.imports.map(words).join(' ') || 'nothing'} (${told.etag.split('.')[0]})`;
}

/* Here: owners. */

/** A person's verb, now and then in a process that ends in the middle of it. @returns null where it was refused */
async function byHand<T>(
  world: World,
  org: number,
  verb: (ctx: Ctx) => Promise<T>,
): Promise<T | 'crashed' | null> {
  const fuse = world.faults && world.random.chance(0.08) ? world.random.int(0, 40) : null;
  const served: Served[] = [];
  const { runtime, life } = startProcess(world.base, outsideOf(world, served), { fuse });
  try {
    const result = await verb(ownerOf(world, org, runtime));
    if (!life.isOver()) settleServed(world, served);
    return result;
  } catch (error) {
    if (life.isOver()) return 'crashed';
    if (error instanceof AppError) return null;
    throw error;
  }
}

const bookHere: Action = async (world) => {
  const unit = world.random.pick(world.units);
  const nights = someNights(world);
  const guest = { name: newGuest(world) };
  const what = world.random.chance(0.6) ? 'booking' : 'block';
  const made = await byHand(
    world,
    unit.org,
    (ctx): Promise<{ id: string }> =>
      what === 'booking'
        ? createReservation(ctx, { unitId: unit.id, ...nights, guest, force: world.random.chance(0.3) })
        : createBlock(ctx, {
            unitId: unit.id,
            from: nights.checkIn,
            to: nights.checkOut,
            reason: guest.name,
          }),
  );
  if (made === null) return null;
  if (made === 'crashed') await lookAgain(world, unit.org);
  else world.owned[unit.org]?.push({ id: made.id, what, unitId: unit.id, nights });
  return {
    said: `owner: ${what} ${words(nights)} on ${unit.id} ${made === 'crashed' ? 'crashed' : ''}`,
    org: unit.org,
  };
};

const endHere: Action = async (world) => {
  const org = world.random.int(0, 1);
  const mine = world.owned[org] ?? [];
  if (mine.length === 0) return null;
  const own = world.random.pick(mine);
  const ended = await byHand(world, org, async (ctx) => {
    if (own.what === 'booking') await cancelReservation(ctx, own.id);
    else await deleteBlock(ctx, own.id);
    return 'ended' as const;
  });
  if (ended === 'crashed') await lookAgain(world, org);
  else if (ended) mine.splice(mine.indexOf(own), 1);
  return { said: `owner ends ${own.what} ${own.id} ${words(own.nights)} ${ended}`, org };
};

const moveHere: Action = async (world) => {
  const org = world.random.int(0, 1);
  const mine = (world.owned[org] ?? []).filter((own) => own.what === 'booking');
  if (mine.length === 0) return null;
  const own = world.random.pick(mine);
  const nights = someNights(world);
  const unit = world.random.pick(world.units.filter((one) => one.org === org));
  const patch = world.random.chance(0.5) ? nights : { unitId: unit.id };
  const moved = await byHand(world, org, (ctx) => updateReservation(ctx, own.id, patch));
  if (moved === null) return null;
  if (moved === 'crashed') await lookAgain(world, org);
  else if ('unitId' in patch) own.unitId = patch.unitId;
  else own.nights = nights;
  return { said: `owner moves ${own.id} to ${JSON.stringify(patch)}`, org };
};

/** After a crash the person looks at what stands, as a person does. */
async function lookAgain(world: World, org: number): Promise<void> {
  const ctx = ownerOf(world, org);
  const direct = await ctx.db
    .select({ id: reservations.id, unitId: stays.unitId, checkIn: stays.checkIn, checkOut: stays.checkOut })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, ctx.org), eq(reservations.channel, 'direct'), eq(stays.status, 'active')));
  const blocked = await ctx.db.select().from(blocks).where(eq(blocks.orgId, ctx.org));
  world.owned[org] = [
    ...direct.map((row) => ({ ...row, unitId: row.unitId ?? '', what: 'booking' as const })),
    ...blocked.map((row) => ({ ...row, what: 'block' as const })),
  ].map(({ id, what, unitId, checkIn, checkOut }) => ({ id, what, unitId, nights: { checkIn, checkOut } }));
}

const settleConflict: Action = async (world) => {
  const org = world.random.int(0, 1);
  const ctx = ownerOf(world, org);
  const open = await ctx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open')))
    .orderBy(conflicts.id);
  if (open.length === 0) return null;
  const one = world.random.pick(open);
  const answered = await byHand(world, org, (owner) => resolveConflict(owner, one.id, { action: 'accept' }));
  return { said: `owner accepts conflict ${one.id} ${answered === 'crashed' ? 'crashed' : ''}`, org };
};

/* Calendars and links. */

function someFollowed(world: World): Platform | null {
  const followed = world.platforms.filter((platform) => platform.calendarId);
  return followed.length > 0 ? world.random.pick(followed) : null;
}

const syncByHand: Action = async (world) => {
  const platform = someFollowed(world);
  if (!platform?.calendarId) return null;
  const { calendarId } = platform;
  const run = await byHand(world, platform.org, (ctx) =>
    syncNow(ctx, platform.unitId ?? platform.propertyId, calendarId),
  );
  return {
    said: `owner syncs ${platform.name}: ${run === 'crashed' || !run ? run : run.status}`,
    org: platform.org,
  };
};

const pause: Action = async (world) => {
  const platform = someFollowed(world);
  if (!platform) return null;
  await setPaused(world, platform, !platform.isPaused);
  return { said: `${platform.name} is ${platform.isPaused ? 'paused' : 'resumed'}`, org: platform.org };
};

export async function setPaused(world: World, platform: Platform, isPaused: boolean): Promise<void> {
  if (!platform.calendarId) return;
  const subject = platform.unitId ?? platform.propertyId;
  await updateCalendar(ownerOf(world, platform.org), subject, platform.calendarId, { isActive: !isPaused });
  platform.isPaused = isPaused;
}

const unfollow: Action = async (world) => {
  const platform = someFollowed(world);
  if (!platform?.calendarId || !world.random.chance(0.3)) return null;
  await deleteCalendar(
    ownerOf(world, platform.org),
    platform.unitId ?? platform.propertyId,
    platform.calendarId,
    [],
  );
  platform.calendarId = null;
  platform.isPaused = false;
  for (const item of platform.items) item.isTold = false;
  return { said: `${platform.name} is followed no more`, org: platform.org };
};

const follow: Action = async (world) => {
  const left = world.platforms.filter((platform) => !platform.calendarId);
  if (left.length === 0) return null;
  const platform = world.random.pick(left);
  await followPlatform(world, platform);
  // Its host pastes the new link there in place of the old one, and platforms read a new link at once.
  await fetchOursBy(world, platform);
  return { said: `${platform.name} is followed again`, org: platform.org };
};

const rotate: Action = async (world) => {
  const linked = world.platforms.filter((platform) => platform.link);
  if (linked.length === 0) return null;
  const platform = world.random.pick(linked);
  const { link, unitId } = platform;
  if (!link || !unitId) return null;
  const rotated = await updateSubscriber(ownerOf(world, platform.org), unitId, link.subscriberId, {
    rotate: true,
  });
  const isPasted = world.random.chance(0.7);
  if (isPasted) platform.link = { ...link, token: tokenOf(rotated.url) };
  return { said: `link of ${platform.name} rotated${isPasted ? ' and pasted' : ''}`, org: platform.org };
};

/* Work: ticks, late answers, time. */

const work: Action = async (world) => ({ said: `tick: ${await workOnce(world)}` });

export async function workOnce(world: World): Promise<string> {
  const fuse = world.faults && world.random.chance(0.3) ? world.random.int(0, 120) : null;
  const served: Served[] = [];
  const { runtime, life } = startProcess(world.base, outsideOf(world, served), { fuse });
  try {
    const done = await tick(runtime, { registry: REGISTRY, concurrency: 1 });
    if (done.failed > 0) throw new Error(`${done.failed} jobs failed`);
    settleServed(world, served);
    return `${done.worked} jobs, ${served.length} true answers`;
  } catch (error) {
    if (!life.isOver()) throw error;
    return error instanceof Crash ? 'crashed' : `crashed, told as ${error}`;
  }
}

const begin: Action = async (world) => {
  const platform = someFollowed(world);
  const flight = platform && (await takeOff(world, platform));
  if (!platform || !flight) return null;
  world.flights.push(flight);
  return { said: `an answer of ${platform.name} is under way`, org: platform.org };
};

export async function landOne(world: World): Promise<Did | null> {
  if (world.flights.length === 0) return null;
  const [flight] = world.flights.splice(world.random.int(0, world.flights.length - 1), 1);
  await flight?.land();
  return { said: `an answer of ${flight?.platform.name} arrives`, org: flight?.platform.org ?? 0 };
}

const wait =
  (unit: 'minutes' | 'hours', from: number, to: number): Action =>
  async (world) => {
    const by = world.random.int(from, to);
    world.clock.advance({ [unit]: by });
    return { said: `${by} ${unit} pass, it is ${world.clock.now()}; tick: ${await workOnce(world)}` };
  };

const WEIGHTED: readonly (readonly [number, Action])[] = [
  [9, sell],
  [3, move],
  [4, callOff('booking')],
  [2, callOff('block')],
  [10, fetchOurs],
  [6, bookHere],
  [4, endHere],
  [2, moveHere],
  [1, settleConflict],
  [3, syncByHand],
  [1, pause],
  [1, unfollow],
  [2, follow],
  [1, rotate],
  [4, work],
  [3, begin],
  [4, landOne],
  [14, wait('minutes', 1, 30)],
  [4, wait('hours', 1, 9)],
  [1, wait('hours', 12, 40)],
];
const TOTAL = WEIGHTED.reduce((sum, [weight]) => sum + weight, 0);

function choose(at: number): Action {
  let left = at;
  for (const [weight, action] of WEIGHTED) {
    left -= weight;
    if (left < 0) return action;
  }
  return work;
}

/** One thing happens. */
export async function act(world: World): Promise<Did> {
  for (let tries = 0; tries < 100; tries++) {
    const did = await choose(world.random.next() * TOTAL)(world);
    if (did) return did;
  }
  return { said: 'nothing' };
}
