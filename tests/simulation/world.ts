import { organizations } from '#db/schema/organizations.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { createUnit } from '#lib/domain/properties/create-unit.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Night, type NightRange, todayIn } from '#lib/kernel/nights.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { type Dialect, HOSTS, type Platform } from './platform.ts';
import { type Random, seededRandom } from './random.ts';

export const TIME_ZONE = 'Europe/Paris';

export type Unit = {
  readonly id: string;
  readonly org: number;
  readonly propertyId: string;
  readonly preparation: number;
  /** Itself and those that cannot be sold beside it. */
  readonly related: readonly string[];
  /** A link for people, without a counterpart. */
  readonly token: string;
};

/** A booking or a block that an owner made with us. */
export type Own = {
  readonly id: string;
  readonly what: 'booking' | 'block';
  unitId: string;
  nights: NightRange;
};

/** A sync whose answer is under way: it left the platform and has not come to us. */
export type Flight = { readonly platform: Platform; readonly land: () => Promise<void> };

export type World = {
  readonly seed: number;
  readonly random: Random;
  readonly clock: ReturnType<typeof testClock>;
  readonly base: TestRuntime;
  readonly orgs: readonly string[];
  readonly units: readonly Unit[];
  readonly platforms: Platform[];
  /** What owners did here and has not ended, by organization. */
  readonly owned: Own[][];
  readonly flights: Flight[];
  /** False once faults have stopped. */
  faults: boolean;
  names: number;
  /** What happened, to be told where a promise breaks. */
  readonly log: string[];
};

/** An owner's context, in a process of its own where one is given. */
export function ownerOf(world: World, org: number, runtime: Runtime = world.base): Ctx {
  return ctxFor(runtime, {
    provenOrg: world.orgs[org] ?? '',
    actor: { kind: 'user', id: 'usr_owner', role: 'owner' },
    requestId: newId('request'),
  });
}

export function todayOf(world: World): Night {
  return todayIn(TIME_ZONE, world.clock.now());
}

export function unitOf(world: World, id: string | null): Unit {
  const unit = world.units.find((one) => one.id === id);
  if (!unit) throw new Error(`no unit ${id}`);
  return unit;
}

/** The units whose nights the platform's calendar closes by itself. */
export function unitsOf(world: World, platform: Platform): Unit[] {
  return world.units.filter((unit) =>
    platform.unitId === null ? unit.propertyId === platform.propertyId : unit.id === platform.unitId,
  );
}

/** A name that nothing but a guest has. */
export function newGuest(world: World): string {
  world.names += 1;
  return `Gastvogel${world.names}`;
}

/** Two organizations: a flat, a house with two rooms, a second flat; two rooms of one property with a calendar over both. */
export async function buildWorld(seed: number): Promise<World> {
  const random = seededRandom(seed);
  const clock = testClock('2026-11-21T09:00:00Z');
  const base = await startTestRuntime({ clock });
  const orgs: string[] = [];
  for (const name of ['First', 'Second']) {
    const [id, now] = [newId('organization'), clock.now()];
    await base.db.insert(organizations).values({ id, name, createdAt: now, updatedAt: now });
    orgs.push(id);
  }
  const world: World = {
    seed,
    random,
    clock,
    base,
    orgs,
    units: [],
    platforms: [],
    owned: [[], []],
    flights: [],
    faults: true,
    names: 0,
    log: [],
  };
  const units = [
    ...(await addProperty(world, 0, 'flat')),
    ...(await addProperty(world, 0, 'house')),
    ...(await addProperty(world, 1, random.chance(0.5) ? 'flat' : 'rooms')),
  ];
  const built = { ...world, units };
  await addPlatforms(built);
  return built;
}

async function addProperty(world: World, org: number, kind: 'flat' | 'house' | 'rooms'): Promise<Unit[]> {
  const ctx = ownerOf(world, org);
  const property = await createProperty(ctx, { name: kind, timezone: TIME_ZONE, currency: 'EUR' });
  const first = property.units[0]?.id ?? '';
  const preparation = () => (world.random.chance(0.25) ? 1 : 0);
  const made = [{ id: first, preparation: 0, related: [first] }];
  if (kind === 'rooms') {
    const nights = preparation();
    const { id } = await createUnit(ctx, property.id, { name: 'Second', preparationNights: nights });
    made.push({ id, preparation: nights, related: [id] });
  }
  for (const name of kind === 'house' ? ['Left', 'Right'] : []) {
    const nights = preparation();
    const { id } = await createUnit(ctx, property.id, { name, partOf: first, preparationNights: nights });
    made[0]?.related.push(id);
    made.push({ id, preparation: nights, related: [id, first] });
  }
  const units: Unit[] = [];
  for (const unit of made) {
    const link = await createSubscriber(ctx, unit.id, { name: 'people', privacy: 'busy', source: null });
    units.push({ ...unit, org, propertyId: property.id, token: tokenOf(link.url) });
  }
  return units;
}

export function tokenOf(url: string): string {
  return new URL(url).searchParams.get('token') ?? '';
}

async function addPlatforms(world: World): Promise<void> {
  const { random } = world;
  for (const unit of world.units) {
    const dialects = random.shuffled<Dialect>(['airbnb', 'booking', 'vrbo', 'google']);
    for (const dialect of dialects.slice(0, random.int(0, 3)))
      await addPlatform(world, unit, unit.id, dialect);
  }
  const rooms = world.units.filter((unit) => unit.related.length === 1 && unit.org === 1);
  if (rooms.length === 2 && rooms[0]) await addPlatform(world, rooms[0], null, 'google');
}

async function addPlatform(world: World, unit: Unit, unitId: string | null, dialect: Dialect): Promise<void> {
  const { random } = world;
  const name = `${dialect}${world.platforms.length + 1}`;
  const platform: Platform = {
    name,
    dialect,
    org: unit.org,
    propertyId: unit.propertyId,
    unitId,
    url: `https://${HOSTS[dialect]}/calendar/${name}.ics`,
    calendarId: null,
    isPaused: false,
    link: null,
    etag: null,
    answeredAt: null,
    imports: [],
    fetchedAt: null,
    items: [],
    merges: random.chance(0.5),
    hasTail: dialect === 'airbnb' && random.chance(0.5),
    lies: 0,
  };
  world.platforms.push(platform);
  await followPlatform(world, platform);
}

/** Adds the platform's calendar here, and gives the platform a link of ours with that calendar as counterpart. */
export async function followPlatform(world: World, platform: Platform): Promise<void> {
  const ctx = ownerOf(world, platform.org);
  const subject = platform.unitId ?? platform.propertyId;
  const calendar = await createCalendar(ctx, subject, { name: platform.name, icalUrl: platform.url });
  platform.calendarId = calendar.id;
  platform.answeredAt = null;
  if (platform.dialect === 'google' || platform.unitId === null) return;
  const subscriber = await createSubscriber(ctx, platform.unitId, {
    name: platform.name,
    privacy: world.random.pick(['busy', 'first_name', 'code'] as const),
    source: { calendarId: calendar.id },
  });
  platform.link = { subscriberId: subscriber.id, token: tokenOf(subscriber.url) };
  platform.etag = null;
}
