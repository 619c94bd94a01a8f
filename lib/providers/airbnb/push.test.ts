import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { parseLosslessJson } from '#lib/kernel/lossless-json.ts';
import { addNights, type Night, night, nightsOf } from '#lib/kernel/nights.ts';
import type { NightSet, PushListing, PushRange } from '../push-contract.ts';
import { airbnbPush } from './push.ts';
import { bodyOf, operationsOf, outcomesOf, refusalOf } from './push-wire.ts';

const LISTING: PushListing = { externalId: '1001', groupId: null, ratePlanId: null, currency: 'EUR' };
const OTHER: PushListing = { ...LISTING, externalId: '1002' };
const push = airbnbPush({ apiUrl: 'http://localhost', clock: testClock('2026-11-20T12:00:00Z') }, 160);

const range = (from: string, to: string, set: NightSet, listing = LISTING): PushRange => ({
  listing,
  checkIn: night(from),
  checkOut: night(to),
  set,
});
const record = (from: string, to: string, set: NightSet, listing = LISTING) => ({
  ...range(from, to, set, listing),
  recordId: `${from} ${Object.keys(set)}`,
});
const bodies = (ranges: readonly PushRange[]) =>
  push
    .plan(ranges)
    .map((call) => bodyOf(call.records[0]?.listing.externalId ?? '', operationsOf(call.records)));

describe('the dates of an operation', () => {
  it.each([
    ['one night', '2027-01-04', '2027-01-05', '2027-01-04'],
    ['the end of a month', '2027-01-30', '2027-02-02', '2027-01-30:2027-02-01'],
    ['the end of a year', '2027-12-31', '2028-01-01', '2027-12-31'],
    ['over the end of a year', '2027-12-30', '2028-01-02', '2027-12-30:2028-01-01'],
    ['up to 29 February', '2028-02-27', '2028-03-01', '2028-02-27:2028-02-29'],
    ['29 February', '2028-02-29', '2028-03-01', '2028-02-29'],
    ['no 29 February', '2027-02-27', '2027-03-01', '2027-02-27:2027-02-28'],
  ])('%s', (_name, from, to, dates) => {
    expect(bodies([range(from, to, { units: 0 })])).toEqual([
      { listing_id: '1001', operations: [{ dates: [dates], availability: 'unavailable' }] },
    ]);
  });
});

describe('a plan', () => {
  it('opens with default, never with available', () => {
    expect(bodies([range('2027-01-01', '2027-01-03', { units: 1 })])[0]?.operations).toEqual([
      { dates: ['2027-01-01:2027-01-02'], availability: 'default' },
    ]);
  });

  it('tells equal nights in one operation and a listing in one call', () => {
    const set = {
      priceMinor: 12_000,
      minStay: 2,
      maxStay: 30,
      closedToArrival: true,
      closedToDeparture: false,
    };
    expect(
      bodies([
        range('2027-01-01', '2027-01-05', set),
        range('2027-01-05', '2027-01-06', { priceMinor: 15_000 }),
        range('2027-01-09', '2027-01-10', set),
        range('2027-01-01', '2027-01-05', set, OTHER),
      ]),
    ).toEqual([
      {
        listing_id: '1001',
        operations: [
          {
            dates: ['2027-01-01:2027-01-04', '2027-01-09'],
            daily_price: 120,
            min_nights: 2,
            max_nights: 30,
            closed_to_arrival: true,
            closed_to_departure: false,
          },
          { dates: ['2027-01-05'], daily_price: 150 },
        ],
      },
      { listing_id: '1002', operations: [expect.objectContaining({ daily_price: 120 })] },
    ]);
  });

  it('closes first and alone: the price of a closed night goes with the rest', () => {
    expect(
      bodies([
        range('2027-01-01', '2027-01-02', { units: 1, priceMinor: 9_000 }),
        range('2027-01-02', '2027-01-03', { units: 0, priceMinor: 9_000 }),
      ]).map((body) => body.operations),
    ).toEqual([
      [{ dates: ['2027-01-02'], availability: 'unavailable' }],
      [
        { dates: ['2027-01-01'], availability: 'default', daily_price: 90 },
        { dates: ['2027-01-02'], daily_price: 90 },
      ],
    ]);
  });

  it('tells every night exactly what was asked, in one or two calls a listing, whatever is asked', () => {
    const setOf = fc.record(
      {
        units: fc.constantFrom(0, 1),
        priceMinor: fc.constantFrom(9_000, 12_000),
        minStay: fc.integer({ min: 1, max: 3 }),
        closedToArrival: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const lengths = fc.array(
      fc.record({ nights: fc.integer({ min: 1, max: 40 }), set: setOf, of: fc.constantFrom(LISTING, OTHER) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(lengths, (parts) => {
        let at: Night = night('2027-12-01');
        const ranges = parts.map(({ nights, set, of }) => {
          const checkIn = at;
          at = addNights(at, nights);
          return { listing: of, checkIn, checkOut: at, set };
        });
        const calls = push.plan(ranges);
        for (const call of calls) {
          const closes = call.records.map((one) => one.set.units === 0);
          expect(new Set(closes).size).toBe(1);
          expect(new Set(call.records.map((one) => one.listing.externalId)).size).toBe(1);
        }
        expect(calls.length).toBeLessThanOrEqual(4);
        const told = new Map<string, NightSet>();
        for (const one of calls.flatMap((call) => call.records))
          for (const date of nightsOf(one)) told.set(date, { ...told.get(date), ...one.set });
        const asked = ranges.flatMap((one) =>
          [...nightsOf(one)].flatMap((date): [Night, NightSet][] =>
            Object.keys(one.set).length > 0 ? [[date, one.set]] : [],
          ),
        );
        expect(Object.fromEntries(told)).toEqual(Object.fromEntries(asked));
      }),
    );
  });
});

describe('prices', () => {
  it.each([
    ['EUR', 100],
    ['JPY', 1],
    ['KWD', 1000],
  ])('in %s go by steps of %i', (currency, step) => {
    expect(push.priceStep(currency)).toBe(step);
    const listing = { ...LISTING, currency };
    const [body] = bodies([range('2027-01-01', '2027-01-02', { priceMinor: 150 * step }, listing)]);
    expect(body?.operations[0]?.daily_price).toBe(150);
  });

  it.each([
    ['a price that is not whole', { priceMinor: 12_050 }, {}, 'price_not_whole'],
    ['a price in no known currency', { priceMinor: 12_000 }, { currency: null }, 'currency_unknown'],
    ['a listing that is not linked', { units: 0 }, { syncScope: null }, 'listing_not_linked'],
    ['an undecided listing', { units: 0 }, { syncScope: 'sync_undecided' }, 'listing_undecided'],
  ])('%s is refused unsent', async (_name, set, change, code) => {
    const one = record('2027-01-01', '2027-01-02', set, { ...LISTING, ...change });
    expect(refusalOf(one)?.code).toBe(code);
    const access = { app: { clientId: '', clientSecret: '' }, accessToken: '', accountId: null };
    // Nothing listens at that address: a word to it would throw.
    const { outcomes } = await push.send(
      access,
      { kind: 'calendar', records: [one] },
      Temporal.Instant.fromEpochMilliseconds(0),
    );
    expect(outcomes).toEqual([expect.objectContaining({ recordId: one.recordId, outcome: 'refused', code })]);
  });

  it.each([undefined, 'sync_all', 'sync_rates_and_availability'])('scope %s may be told', (syncScope) => {
    const listing = syncScope === undefined ? LISTING : { ...LISTING, syncScope };
    expect(refusalOf(record('2027-01-01', '2027-01-02', { priceMinor: 9_000 }, listing))).toBeNull();
  });
});

describe('the answer', () => {
  const closing = record('2027-01-01', '2027-01-05', { units: 0 });
  const second = record('2027-02-01', '2027-02-02', { units: 0 });
  const operations = operationsOf([closing, second]);
  const repeated = { dates: ['2027-01-01:2027-01-04', '2027-02-01'], availability: 'unavailable' };
  const judged = (answer: unknown) =>
    outcomesOf(parseLosslessJson(JSON.stringify(answer)), '1001', operations).map((one) =>
      one.outcome === 'failed' ? one.code : one.outcome,
    );
  const wrapped = (operation: unknown, more: object = {}) => ({
    calendar_operation: { listing_id: 1001, operations: [operation], ...more },
    metadata: {},
  });

  it('that repeats it all is believed, wrapped or not, by one range or night by night', () => {
    expect(judged(wrapped(repeated))).toEqual(['accepted', 'accepted']);
    expect(judged({ listing_id: '1001', operations: [repeated] })).toEqual(['accepted', 'accepted']);
    const single = ['2027-01-01', '2027-01-02', '2027-01-03:2027-01-04', '2027-02-01:2027-02-01'];
    expect(judged(wrapped({ ...repeated, dates: single, id: 5 }))).toEqual(['accepted', 'accepted']);
  });

  it('that repeats a part is believed for that part', () => {
    expect(judged(wrapped({ ...repeated, dates: ['2027-01-01:2027-01-04'] }))).toEqual([
      'accepted',
      'unclear',
    ]);
    expect(judged(wrapped({ ...repeated, dates: ['2027-01-01:2027-01-03', '2027-02-01'] }))).toEqual([
      'unclear',
      'accepted',
    ]);
  });

  it.each<[string, unknown]>([
    ['is empty', {}],
    ['is a list', []],
    ['is null', null],
    ['repeats nothing', wrapped({})],
    ['is about another listing', wrapped(repeated, { listing_id: 1002 })],
    ['says another value', wrapped({ ...repeated, availability: 'available' })],
    ['says an error', wrapped(repeated, { errors: [{ code: 7 }] })],
    ['says an error on top', { ...wrapped(repeated), error_code: 7 }],
    ['says that an operation failed', wrapped({ ...repeated, status: 'failed' })],
    ['says that an operation had no success', wrapped({ ...repeated, success: false })],
    ['has dates of no form', wrapped({ ...repeated, dates: ['2027-01-04:2027-01-01', '2027-02-30', 'x'] })],
  ])('that %s is not believed', (_name, answer) => {
    expect(judged(answer)).toEqual(['unclear', 'unclear']);
  });

  it('believes numbers and words by their value', () => {
    const price = operationsOf([
      record('2027-01-01', '2027-01-02', { priceMinor: 12_000, closedToArrival: false }),
    ]);
    const of = (operation: object) =>
      outcomesOf(
        parseLosslessJson(JSON.stringify({ operations: [{ dates: ['2027-01-01'], ...operation }] })),
        '1001',
        price,
      )[0]?.outcome;
    expect(of({ daily_price: 120, closed_to_arrival: false })).toBe('accepted');
    expect(of({ daily_price: '120', closed_to_arrival: false })).toBe('accepted');
    expect(of({ daily_price: 12, closed_to_arrival: false })).toBe('failed');
    expect(of({ daily_price: 120 })).toBe('failed');
  });
});

it('a channel that refuses everything is not asked a thousand times to find out what it refuses', async () => {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    response.writeHead(400, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const there = airbnbPush(
    { apiUrl: `http://127.0.0.1:${port}`, clock: testClock('2026-11-20T12:00:00Z') },
    160,
  );
  const [call] = there.plan(
    Array.from({ length: 300 }, (_, at) => {
      const from = addNights(night('2027-01-01'), at);
      return range(from, addNights(from, 1), { priceMinor: 10_000 + at * 100 });
    }),
  );
  if (!call) throw new Error('nothing to tell');
  const app = { clientId: 'id', clientSecret: 'secret' };
  const { outcomes } = await there.send(
    { app, accessToken: 'token', accountId: null },
    call,
    Temporal.Instant.from('2026-11-20T12:00:00Z'),
  );
  server.close();
  expect(calls).toBeLessThanOrEqual(20);
  expect(outcomes).toHaveLength(300);
  // Those that were found are refused for good, the others are told the next time.
  expect(new Set(outcomes.map((one) => one.outcome))).toEqual(new Set(['refused', 'failed']));
});
