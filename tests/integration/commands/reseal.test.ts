import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { externalCalendars } from '#db/schema/calendars.ts';
import { SEALED_COLUMNS } from '#db/sealed-columns.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { openLink } from '#lib/domain/calendars/link.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { listSubscribers } from '#lib/domain/feeds/queries.ts';
import { resealSecrets } from '#lib/domain/secrets/reseal.ts';
import { type KeyRing, parseKeyRing, sealedKeyId } from '#lib/platform/seal.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeUnit } from '#tests/support/stays.ts';

const CALENDARS = 205; // more than a batch
const material = { old: randomBytes(32).toString('base64'), new: randomBytes(32).toString('base64') };
const oldRing = parseKeyRing(`old:${material.old}`);
const bothRing = parseKeyRing(`new:${material.new},old:${material.old}`);
const newRing = parseKeyRing(`new:${material.new}`);

let world: TestWorld;
let unitId: string;
let ctx: Ctx;

const withKeys = (keys: KeyRing): Ctx => ({ ...ctx, keys });
const linkOf = (n: number) => `https://calendars.example.org/${n}.ics`;

/** Links and feed tokens: what this world has. */
const ofCalendars = (done: Awaited<ReturnType<typeof resealSecrets>>) =>
  done.filter((one) => one.table === 'external_calendars' || one.table === 'feed_tokens');

function storedLinks(): Promise<{ id: string; name: string; urlSealed: string }[]> {
  return world.deps.db.select().from(externalCalendars);
}

beforeAll(async () => {
  world = await testWorld({ deps: { keys: oldRing } });
  ctx = await world.org();
  ({ unitId } = await makeUnit(ctx));
  for (let n = 0; n < CALENDARS; n++)
    await createCalendar(ctx, unitId, { name: String(n), icalUrl: linkOf(n) });
  for (const name of ['Airbnb', 'Booking.com']) {
    await createSubscriber(ctx, unitId, { name, privacy: 'busy', source: null });
  }
});
afterAll(() => world.close());

it('every sealed column of the database is among those that are rotated, and nothing else', async () => {
  const sealed = await world.pool.sql<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name like '%sealed%' order by 1`;
  expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(
    sealed.map(({ name }) => name),
  );
});

it('a key that nobody has is counted and told, and everything else is sealed anew', async () => {
  const [calendar, token] = await resealSecrets(withKeys(newRing));
  expect(calendar).toMatchObject({ resealed: 0, unknown: [{ keyId: 'old', values: CALENDARS }] });
  expect(token).toMatchObject({ resealed: 0, unknown: [{ keyId: 'old', values: 2 }] });
  expect((await storedLinks()).every((row) => sealedKeyId(row.urlSealed) === 'old')).toBe(true);
});

it('readers with both keys read on while every value changes its key, and afterwards the old key is not needed', async () => {
  const before = await listSubscribers(ctx, unitId);
  let reads = 0;
  let rotating = true;
  const seen = new Set<string>();
  const reader = async () => {
    while (rotating) {
      const rows = await storedLinks();
      const wrong = rows.filter(
        (row) => openLink(withKeys(bothRing), row.id, row.urlSealed) !== linkOf(Number(row.name)),
      );
      expect(wrong).toEqual([]);
      for (const row of rows) seen.add(sealedKeyId(row.urlSealed));
      reads += 1;
    }
  };
  const readers = [reader(), reader()];
  const done = await resealSecrets(withKeys(bothRing));
  rotating = false;
  await Promise.all(readers);
  expect(reads).toBeGreaterThan(2);
  expect([...seen].sort()).toEqual(['new', 'old']);
  expect(ofCalendars(done)).toMatchObject([
    { resealed: CALENDARS, already: 0, unknown: [], unreadable: 0 },
    { resealed: 2, already: 0, unknown: [], unreadable: 0 },
  ]);
  const after = await listSubscribers(withKeys(newRing), unitId);
  expect(after.map((one) => one.url)).toEqual(before.map((one) => one.url));
  for (const row of await storedLinks()) {
    expect(openLink(withKeys(newRing), row.id, row.urlSealed)).toBe(linkOf(Number(row.name)));
  }
});

it('a second rotation changes nothing', async () => {
  const before = await storedLinks();
  const done = await resealSecrets(withKeys(bothRing));
  expect(ofCalendars(done)).toMatchObject([
    { resealed: 0, already: CALENDARS },
    { resealed: 0, already: 2 },
  ]);
  expect(await storedLinks()).toEqual(before);
});

it('two rotations at once do the work once, and neither loses a value', async () => {
  const third = parseKeyRing(`third:${randomBytes(32).toString('base64')},new:${material.new}`);
  const [one, other] = await Promise.all([resealSecrets(withKeys(third)), resealSecrets(withKeys(third))]);
  expect((one[0]?.resealed ?? 0) + (other[0]?.resealed ?? 0)).toBe(CALENDARS);
  for (const row of await storedLinks()) {
    expect(openLink(withKeys(third), row.id, row.urlSealed)).toBe(linkOf(Number(row.name)));
  }
  await resealSecrets(withKeys(parseKeyRing(`new:${material.new},${ringText(third, 'third')}`)));
});

it('a value that was moved to another row is told and left, and does not stop the rest', async () => {
  const [one, other] = await storedLinks();
  const swapped = sql`update external_calendars set url_sealed = ${other?.urlSealed} where id = ${one?.id}`;
  await world.deps.db.execute(swapped);
  const fourth = parseKeyRing(`fourth:${randomBytes(32).toString('base64')},new:${material.new}`);
  const [done] = await resealSecrets(withKeys(fourth));
  expect(done).toMatchObject({ resealed: CALENDARS - 1, unreadable: 1, unknown: [] });
});

function ringText(ring: KeyRing, id: string): string {
  return `${id}:${ring.keys.get(id)?.export().toString('base64')}`;
}
