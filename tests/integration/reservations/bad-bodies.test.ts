import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as createPropertyRoute } from '#app/api/properties/route.ts';
import { POST as createReservationRoute } from '#app/api/reservations/route.ts';
import { properties } from '#db/schema/properties.ts';
import { reservations } from '#db/schema/reservations.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { newOrganization, type Program } from '#tests/support/program.ts';
import { makeUnit } from '#tests/support/stays.ts';

let runtime: TestRuntime;
let ctx: Ctx;
let program: Program;
let unitId: string;
let day = 0;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock: testClock('2026-03-01T12:00:00Z') });
  const organization = await newOrganization(runtime);
  ctx = organization.ctx;
  program = await organization.program('admin');
  unitId = (await makeUnit(ctx)).unitId;
});
afterAll(() => runtime.end());

/** The text of a body that would be accepted, each time for another night, with some fields written otherwise. */
function body(fields: Record<string, string> = {}): string {
  day += 1;
  const date = (offset: number) =>
    JSON.stringify(
      Temporal.PlainDate.from('2026-05-01')
        .add({ days: day + offset })
        .toString(),
    );
  const all = {
    unitId: JSON.stringify(unitId),
    checkIn: date(0),
    checkOut: date(1),
    guest: '{"name":"Ada"}',
    ...fields,
  };
  return `{${Object.entries(all)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;
}
const total = (amount: string) => body({ total: `{"amount":${amount},"currency":"EUR"}` });
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const count = async () =>
  (await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org))).length;

describe('a body that is no booking', () => {
  it.each<[string, number, () => string | Uint8Array]>([
    ['000-empty', 400, () => ''],
    ['001-null', 400, () => 'null'],
    ['002-array', 400, () => '[]'],
    ['003-proto', 400, () => body({ __proto__x: '1' }).replace('__proto__x', '__proto__')],
    ['003-proto, nested', 400, () => body({ guest: '{"name":"Ada","__proto__":{"polluted":1}}' })],
    ['005-deep', 400, () => '['.repeat(500_000)],
    ['005-deep, in a field', 400, () => body({ guest: `${'['.repeat(100_000)}${']'.repeat(100_000)}` })],
    ['006-bigint', 400, () => total('9007199254740993')],
    ['006-bigint, below 2^53 and beyond what we take', 400, () => total('9000000000001')],
    ['007-nan', 400, () => total('NaN')],
    ['008-exp', 400, () => total('1e999')],
    ['008-exp, half a cent', 400, () => total('0.5')],
    ['010-string-number', 400, () => body({ guests: '"2"' })],
    ['010-string-number, money', 400, () => total('"100"')],
    ['012-lone-surrogate', 400, () => body({ guest: '{"name":"Ada \\ud800"}' })],
    ['013-nul', 400, () => body({ guest: '{"name":"A\\u0000da"}' })],
    ['013-nul, in the note', 400, () => body({ note: '"\\u0000"' })],
    ['014-date-rollover', 400, () => body({ checkIn: '"2026-02-30"' })],
    ['014-date-rollover, no leap year', 400, () => body({ checkIn: '"2027-02-29"' })],
    ['015-date-time-zone', 400, () => body({ checkIn: '"2026-05-01T00:00:00+02:00"' })],
    ['016-year-10000', 400, () => body({ checkOut: '"10000-01-01"' })],
    ['016-year-10000, signed', 400, () => body({ checkOut: '"+010000-01-01"' })],
    ['018-utf16', 400, () => utf16(body())],
    ['019-2mb-string', 413, () => body({ note: JSON.stringify('x'.repeat(2 * 1024 * 1024)) })],
    ['020-end-before-start', 400, () => body({ checkIn: '"2026-05-02"', checkOut: '"2026-05-01"' })],
    [
      '020-end-before-start, no night',
      400,
      () => body({ checkIn: '"2026-05-02"', checkOut: '"2026-05-02"' }),
    ],
    ['021-range-100-years', 400, () => body({ checkIn: '"2026-05-01"', checkOut: '"2126-05-01"' })],
    ['021-range, 731 nights', 400, () => body({ checkIn: '"2026-05-01"', checkOut: '"2028-05-02"' })],
    ['a guest without a name', 400, () => body({ guest: '{}' })],
    ['a name of blanks', 400, () => body({ guest: '{"name":"   "}' })],
    ['a name of two lines', 400, () => body({ guest: '{"name":"Ada\\r\\nX: y"}' })],
    ['no unit', 400, () => body().replace(/"unitId":"\w+",/, '')],
    ["an id that is no unit's", 400, () => body({ unitId: '"1; drop table stays"' })],
    ['a unit nobody has', 404, () => body({ unitId: '"unt_000000000000000000000000"' })],
    ['trailing text', 400, () => `${body()} x`],
  ])('%s: %i, and nothing changes', async (_, status, make) => {
    const before = await count();
    const reply = await program(createReservationRoute, 'POST', { body: make() });
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ code: expect.any(String), requestId: expect.stringMatching(/^req_/) });
    expect(await count()).toBe(before);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', { 'content-type': 'text/plain' }],
    ['compressed', { 'content-encoding': 'gzip' }],
  ])('as %s is 415', async (_, headers) => {
    expect((await program(createReservationRoute, 'POST', { body: body(), headers })).status).toBe(415);
  });

  it('names the fields at fault', async () => {
    const reply = await program(createReservationRoute, 'POST', {
      body: body({ checkIn: '"tomorrow"', guests: '0' }),
    });
    expect(reply.body.issues.map((issue: { path: string }) => issue.path).sort()).toEqual([
      'checkIn',
      'guests',
    ]);
  });
});

describe('a body that is odd and still a booking', () => {
  it.each<[string, () => string | Uint8Array, object]>([
    [
      '004-dup-keys: the last wins',
      () => body().replace('"guest"', '"guest":{"name":"Eve"},"guest"'),
      { guest: { name: 'Ada' } },
    ],
    ['009-neg-zero: nothing to pay', () => total('-0'), { total: { amount: 0, currency: 'EUR' } }],
    ['006: 100.0 is an integer', () => total('100.0'), { total: { amount: 100 } }],
    [
      '011-extra-field: ignored',
      () => body({ orgId: '"org_x"', id: '"rsv_x"', channel: '"airbnb"', status: '"cancelled"' }),
      { channel: 'direct', status: 'confirmed', id: expect.stringMatching(/^rsv_[0-9a-z]{24}$/) },
    ],
    ['017-bom: read past', () => `\ufeff${body()}`, { status: 'confirmed' }],
    [
      'a name in any script',
      () => body({ guest: '{"name":"Żółć 王 😀"}' }),
      { guest: { name: 'Żółć 王 😀' } },
    ],
    ['the constructor for a field', () => body({ constructor: '{"prototype":{}}' }), { status: 'confirmed' }],
  ])('%s', async (_, make, expected) => {
    const reply = await program(createReservationRoute, 'POST', { body: make() });
    expect(reply.status).toBe(201);
    expect(Object.keys(reply.body)[0]).toBe('id');
    expect(reply.body).toMatchObject(expected);
  });
});

describe('a body that is no property', () => {
  const property = { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' };
  it.each([
    ['no name', { ...property, name: '' }],
    ['a name of 121 characters', { ...property, name: 'x'.repeat(121) }],
    ['an offset for a time zone', { ...property, timezone: '+02:00' }],
    ['a zone that is none', { ...property, timezone: 'Mars/Olympus' }],
    ['a currency in small letters', { ...property, currency: 'eur' }],
    ['a time that is none', { ...property, checkInTime: '24:00' }],
    ['a number for a name', { ...property, name: 7 }],
  ])('%s: 400, and nothing changes', async (_, given) => {
    const before = (await ctx.db.select().from(properties)).length;
    expect((await program(createPropertyRoute, 'POST', { body: given })).status).toBe(400);
    expect(await ctx.db.select().from(properties)).toHaveLength(before);
  });
});
