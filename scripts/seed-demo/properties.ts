import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import type { Client } from './client.ts';
import type { Days, SeedCalendar, SeedProperty } from './seeds.ts';

const FIRST_SYNC_MS = 15_000;
const LOOK_EVERY_MS = 150;
const RATED_NIGHTS = 120;
/** ISO weekdays; a night belongs to the day of its evening. */
const WEEK = [1, 2, 3, 4, 7];
const WEEKEND = [5, 6];

const Nothing = z.unknown();
const Unit = z.object({ id: z.string(), name: z.string() });
const Property = z.object({ id: z.string(), name: z.string(), units: z.array(Unit) });
const Calendar = z.object({
  id: z.string(),
  name: z.string(),
  lastSyncStatus: z.string(),
  lastSyncError: z.string().nullable(),
});
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

type Made = z.infer<typeof Property>;
type World = { readonly client: Client; readonly sandboxUrl: string; readonly now: Temporal.Instant };

/**
 * Makes what is not there yet, each thing known by its name, so that a seed that was cut short is finished. Bookings come
 * before calendars: the nights of a followed calendar are not sold by hand.
 */
export async function makeProperty(world: World, seed: SeedProperty): Promise<void> {
  const property = await makeUnits(world.client, seed, await findOrMake(world.client, seed));
  const idOf = (unit: string | null | undefined) => {
    if (unit === null) return property.id;
    const found = unit === undefined ? property.units[0] : property.units.find((one) => one.name === unit);
    if (!found) throw new Error(`Seeding the demo: ${seed.name} has no unit ${unit}`);
    return found.id;
  };
  const today = todayIn(seed.timezone, world.now);
  await makeStays(world.client, seed, today, idOf);
  await makeBlocks(world.client, seed, today, idOf);
  await setRates(world.client, seed, today, idOf);
  const calendars = new Map<string, string>();
  for (const calendar of seed.calendars) {
    calendars.set(calendar.name, await follow(world, calendar, idOf(calendar.unit)));
  }
  await makeSubscribers(world.client, seed, idOf, calendars);
}

async function findOrMake(client: Client, seed: SeedProperty): Promise<Made> {
  const { items } = await client.get(list(Property), '/api/properties?limit=200');
  const known = items.find((property) => property.name === seed.name);
  if (known) return known;
  const { name, timezone, currency, checkInTime, checkOutTime } = seed;
  return client.post(Property, '/api/properties', { name, timezone, currency, checkInTime, checkOutTime });
}

async function makeUnits(client: Client, seed: SeedProperty, property: Made): Promise<Made> {
  const [first, ...more] = seed.units;
  const made = property.units[0];
  if (first && made && made.name === seed.name) {
    await client.ask(Nothing, 'PATCH', `/api/units/${made.id}`, { body: first });
  }
  const read = () => client.get(Property, `/api/properties/${property.id}`);
  for (const { partOf, ...unit } of more) {
    const { units } = await read();
    if (units.some((one) => one.name === unit.name)) continue;
    const whole = units.find((one) => one.name === partOf)?.id;
    await client.post(Nothing, `/api/properties/${property.id}/units`, {
      ...unit,
      ...(whole ? { partOf: whole } : {}),
    });
  }
  return read();
}

type IdOf = (unit: string | null | undefined) => string;

function datesOf({ from, nights }: Days, today: Night): { from: Night; to: Night } {
  const start = addNights(today, from);
  return { from: start, to: addNights(start, nights) };
}

async function makeStays(client: Client, seed: SeedProperty, today: Night, idOf: IdOf): Promise<void> {
  for (const stay of seed.stays) {
    const { guest, guests, total, note } = stay;
    const query = new URLSearchParams({ q: guest.name });
    const { items } = await client.get(list(z.unknown()), `/api/reservations?${query}`);
    if (items.length > 0) continue;
    const dates = datesOf(stay, today);
    await client.ask(Nothing, 'POST', '/api/reservations', {
      // Taken: a calendar that an earlier, interrupted seed followed already has these nights.
      accept: [409],
      body: {
        unitId: idOf(stay.unit),
        checkIn: dates.from,
        checkOut: dates.to,
        guest,
        guests,
        total: total === undefined ? undefined : { amount: total, currency: seed.currency },
        note,
      },
    });
  }
}

async function makeBlocks(client: Client, seed: SeedProperty, today: Night, idOf: IdOf): Promise<void> {
  for (const block of seed.blocks) {
    const unitId = idOf(block.unit);
    const { items } = await client.get(
      list(z.object({ reason: z.string().nullable() })),
      `/api/blocks?unit=${unitId}`,
    );
    if (items.some(({ reason }) => reason === block.reason)) continue;
    await client.post(Nothing, '/api/blocks', { unitId, ...datesOf(block, today), reason: block.reason });
  }
}

/** The same again changes nothing. */
async function setRates(client: Client, seed: SeedProperty, today: Night, idOf: IdOf): Promise<void> {
  const range = { from: today, to: addNights(today, RATED_NIGHTS) };
  for (const { units, price, weekend, minStay } of seed.rates ?? []) {
    const unitIds = units ? units.map(idOf) : [idOf(undefined)];
    const put = (weekdays: readonly number[], amount: number) =>
      client.ask(Nothing, 'PUT', '/api/rates', {
        body: {
          unitIds,
          ranges: [{ ...range, weekdays }],
          set: { price: { amount, currency: seed.currency }, minStay },
        },
      });
    await put(WEEK, price);
    await put(WEEKEND, weekend ?? price);
  }
}

/** Follows a calendar of the sandbox and waits until its first sync has ended. */
async function follow(world: World, calendar: SeedCalendar, unitId: string): Promise<string> {
  const { client, sandboxUrl } = world;
  const path = `/api/calendar/${unitId}/external`;
  const find = async () => {
    const { items } = await client.get(list(Calendar), path);
    return items.find(({ name }) => name === calendar.name);
  };
  const icalUrl = `${sandboxUrl}/ical/${calendar.feed}.ics`;
  const { name, color } = calendar;
  const { id } = (await find()) ?? (await client.post(Calendar, path, { name, icalUrl, color }));
  const deadline = performance.now() + FIRST_SYNC_MS;
  for (;;) {
    const found = await find();
    if (found && found.lastSyncStatus !== 'pending') {
      if (found.lastSyncStatus === 'error')
        console.warn(`The demo's calendar ${calendar.feed}: ${found.lastSyncError}`);
      return id;
    }
    if (performance.now() > deadline) break;
    await pause(LOOK_EVERY_MS);
  }
  // The app's clock is switched off or slow: ask at once.
  await client.ask(Nothing, 'POST', `${path}/${id}/sync`);
  return id;
}

async function makeSubscribers(
  client: Client,
  seed: SeedProperty,
  idOf: IdOf,
  calendars: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { name, unit, privacy, source } of seed.subscribers) {
    const path = `/api/calendar/${idOf(unit)}/subscribers`;
    const { items } = await client.get(list(z.object({ name: z.string() })), path);
    if (items.some((one) => one.name === name)) continue;
    const calendarId = source === undefined ? undefined : calendars.get(source);
    await client.post(Nothing, path, { name, privacy, source: calendarId ? { calendarId } : null });
  }
}
