import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import { type ApiAnswer, apiHost } from '#tests/support/api-host.ts';
import { type NightSet, type PushPort, type PushRange, TAKEN_THERE } from '../push-contract.ts';
import { feedReader } from '../registry.ts';
import { avitoPush } from './push.ts';

const clock = testClock('2026-11-20T12:00:00Z');
const ACCESS = {
  app: { clientId: 'the-app', clientSecret: 'app-secret' },
  accessToken: 'host-token',
  accountId: '77000001',
};
const ITEM = '9223372036854775807';
const LISTING = { externalId: ITEM, groupId: null, ratePlanId: null, currency: 'RUB' };

let host: Awaited<ReturnType<typeof apiHost>>;
let push: PushPort;
beforeAll(async () => {
  host = await apiHost(() => ({}));
  const reach = { apiUrl: host.origin, icalUrl: `${host.origin}/calendars-export`, clock };
  push = avitoPush({ ...reach, feeds: feedReader }, 5);
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
  answers({ result: 'success' });
});

const answers = (...given: unknown[]) => {
  const left = [...given];
  host.set(() => {
    const next = left.length > 1 ? left.shift() : left[0];
    const isAnswer = typeof next === 'object' && next !== null && 'status' in next;
    return isAnswer ? (next as ApiAnswer) : { body: next }; // looked at just above
  });
};
const range = (from: string, to: string, set: NightSet, listing = LISTING): PushRange => ({
  listing,
  checkIn: night(from),
  checkOut: night(to),
  set,
});
const tell = async (...ranges: PushRange[]) => {
  const [call] = push.plan(ranges);
  if (!call) throw new Error('there is a call');
  return push.send(ACCESS, call, clock.now());
};
const brief = ({ outcomes }: Awaited<ReturnType<typeof tell>>) =>
  outcomes.map(({ outcome, code, notDone }) => [outcome, code, ...(notDone ? [notDone] : [])]);
const bodies = () => host.calls.map(({ body }) => JSON.parse(body));
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it succeeded',
    (error: { name: string; kind: string }) => `${error.name} ${error.kind}`,
  );

describe('closings', () => {
  const CLOSED = [
    range('2026-12-01', '2026-12-10', { units: 0 }),
    range('2026-12-20', '2026-12-25', { units: 0 }),
  ] as const;
  const conflict = (conflicts: unknown) => ({
    status: 409,
    body: { error: { code: 409, message: 'paid bookings', conflicts } },
  });
  const stay = (check_in: string, check_out: string) => ({ avito_booking_id: 1, check_in, check_out });

  it('name all closed nights, the end exclusive, as booked elsewhere', async () => {
    const answer = await tell(...CLOSED);
    expect(brief(answer)).toEqual([
      ['accepted', null],
      ['accepted', null],
    ]);
    expect(host.calls[0]).toMatchObject({
      method: 'POST',
      path: `/core/v1/accounts/77000001/items/${ITEM}/bookings`,
    });
    expect(host.calls[0]?.headers).toMatchObject({
      authorization: 'Bearer host-token',
      'content-type': 'application/json',
    });
    expect(host.calls[0]?.query.size).toBe(0);
    expect(bodies()).toEqual([
      {
        source: 'latchkey',
        bookings: [
          { date_start: '2026-12-01', date_end: '2026-12-10', type: 'booking' },
          { date_start: '2026-12-20', date_end: '2026-12-25', type: 'booking' },
        ],
      },
    ]);
    expect(Buffer.from(answer.response).toString()).toBe('{"result":"success"}');
  });

  it('met by paid bookings that are named are said once more without exactly their nights', async () => {
    answers(
      conflict([
        {
          interval: { date_start: '2026-12-01', date_end: '2026-12-10' },
          bookings: [stay('2026-12-03', '2026-12-05'), stay('2026-12-09', '2026-12-12')],
        },
      ]),
      { result: 'success' },
    );
    const answer = await tell(...CLOSED);
    expect(brief(answer)).toEqual([
      [
        'accepted',
        null,
        [
          { checkIn: '2026-12-03', checkOut: '2026-12-05' },
          { checkIn: '2026-12-09', checkOut: '2026-12-10' },
        ],
      ],
      ['accepted', null],
    ]);
    expect(
      bodies()[1].bookings.map((one: Record<string, string>) => `${one.date_start}..${one.date_end}`),
    ).toEqual(['2026-12-01..2026-12-03', '2026-12-05..2026-12-09', '2026-12-20..2026-12-25']);
    expect(Buffer.from(answer.request).toString().split('\n')).toHaveLength(2);
    expect(Buffer.from(answer.response).toString()).toMatch(/^\{"error".*\}\n\{"result":"success"\}$/s);
  });

  it('of a conflict without a booking that can be read leave out its whole period', async () => {
    for (const bookings of [[], [{}], [stay('2026-13-01', 'x')], 'x', undefined]) {
      host.calls.length = 0;
      answers(conflict([{ interval: { date_start: '2026-12-20', date_end: '2026-12-25' }, bookings }]), {
        result: 'success',
      });
      const [, second] = brief(await tell(...CLOSED));
      expect(second).toEqual(['accepted', null, [{ checkIn: '2026-12-20', checkOut: '2026-12-25' }]]);
      expect(bodies()[1].bookings).toHaveLength(1);
    }
  });

  it.each([
    ['conflicts are not told', [{ status: 409, body: { error: { code: 409, message: 'x' } } }], 1],
    ['the answer is no JSON', [{ status: 409, body: 'conflict' }], 1],
    [
      'conflicts are elsewhere',
      [conflict([{ interval: { date_start: '2027-05-01', date_end: '2027-05-09' } }])],
      1,
    ],
    ['nothing is left to close', [conflict([{ bookings: [stay('2026-11-01', '2027-01-01')] }])], 1],
    ['it meets another one', [conflict([{ bookings: [stay('2026-12-03', '2026-12-05')] }])], 2],
  ])('are not done where %s: what is sold there is to be asked for', async (_why, given, calls) => {
    answers(...given);
    expect(brief(await tell(...CLOSED))).toEqual([
      ['failed', TAKEN_THERE],
      ['failed', TAKEN_THERE],
    ]);
    expect(host.calls).toHaveLength(calls);
  });

  it('that are refused as such are not cut in two: half of them would open the rest', async () => {
    answers({
      status: 422,
      body: { error: { code: 422, message: 'x', fields: { 'bookings[0].date_start': 'no' } } },
    });
    const answer = await tell(...CLOSED);
    expect(brief(answer)).toEqual([
      ['refused', 'rejected'],
      ['refused', 'rejected'],
    ]);
    expect(answer.outcomes[0]?.message).toContain('bookings[0].date_start');
    expect(host.calls).toHaveLength(1);
  });

  it.each([
    [{ result: 'accepted' }, ['failed', 'unclear']],
    [{}, ['failed', 'unclear']],
    [{ result: 'success', error: { code: 1 } }, ['refused', 'rejected']],
  ])('answered with %j are not done', async (body, expected) => {
    answers({ status: 200, body });
    expect(brief(await tell(CLOSED[0]))).toEqual([expected]);
  });

  it.each([
    [{ status: 200, body: '<html>' }, 'malformed'],
    [{ status: 200, body: '{"resu' }, 'malformed'],
    [{ status: 200, body: '' }, 'malformed'],
    [{ status: 401, body: {} }, 'auth'],
    [{ status: 403, body: { error: { message: 'token expired' } } }, 'auth'],
    [{ status: 403, body: {} }, 'rejected'],
    [{ status: 404, body: {} }, 'gone'],
    [{ status: 429, body: {} }, 'limited'],
    [{ status: 500, body: {} }, 'transient'],
  ])('answered with %j are not known to be done', async (given, kind) => {
    answers(given);
    expect(await kindOf(tell(CLOSED[0]))).toBe(`ChannelError ${kind}`);
  });
});

describe('openings', () => {
  it('name all open nights, with every digit of the advert’s id', async () => {
    const answer = await tell(
      range('2026-12-01', '2026-12-03', { units: 1 }),
      range('2026-12-03', '2026-12-05', { units: 3 }),
    );
    expect(brief(answer)).toEqual([
      ['accepted', null],
      ['accepted', null],
    ]);
    expect(host.calls[0]).toMatchObject({ method: 'POST', path: '/realty/v1/items/intervals' });
    expect(host.calls[0]?.body).toBe(
      `{"item_id":${ITEM},"source":"latchkey","intervals":[{"date_start":"2026-12-01","date_end":"2026-12-03","open":1},{"date_start":"2026-12-03","date_end":"2026-12-05","open":3}]}`,
    );
  });

  it('met by a booking are not done', async () => {
    answers({ status: 409, body: {} });
    expect(brief(await tell(range('2026-12-01', '2026-12-03', { units: 1 })))).toEqual([
      ['failed', TAKEN_THERE],
    ]);
  });

  it('of which every night is over are not said: it would close a year', async () => {
    const answer = await tell(range('2026-11-10', '2026-11-20', { units: 1 }));
    expect(brief(answer)).toEqual([['accepted', null]]);
    expect(host.calls).toEqual([]);
  });

  it('that are not sound are refused unsent', async () => {
    for (const records of [
      [],
      [
        { ...range('2026-12-01', '2026-12-03', { units: 1 }), recordId: '1' },
        { ...range('2026-12-02', '2026-12-04', { units: 1 }), recordId: '2' },
      ],
      [
        { ...range('2026-12-01', '2026-12-03', { units: 1 }), recordId: '1' },
        { ...range('2026-12-03', '2026-12-04', { units: 0 }), recordId: '2' },
      ],
    ]) {
      const { outcomes } = await push.send(ACCESS, { kind: 'availability', records }, clock.now());
      expect(outcomes.map(({ outcome, code }) => [outcome, code])).toEqual(
        records.map(() => ['refused', 'not_sound']),
      );
    }
    expect(host.calls).toEqual([]);
  });
});

describe('what is over at Avito', () => {
  it('is left out of a call, as its calls refuse past dates, and counts as done', async () => {
    const late = Temporal.Instant.from('2026-11-20T22:00:00Z');
    const [call] = push.plan([
      range('2026-11-20', '2026-11-25', { units: 0 }),
      range('2026-11-10', '2026-11-12', { units: 0 }),
    ]);
    if (!call) throw new Error('there is a call');
    expect(brief(await push.send(ACCESS, call, late))).toEqual([
      ['accepted', null],
      ['accepted', null],
    ]);
    expect(bodies()[0].bookings).toEqual([
      { date_start: '2026-11-21', date_end: '2026-11-25', type: 'booking' },
    ]);
  });
});

describe('prices', () => {
  it('are whole roubles of periods whose last night is named', async () => {
    await tell(
      range('2026-12-30', '2027-01-02', { priceMinor: 350_000, minStay: 3 }),
      range('2027-01-02', '2027-01-03', { priceMinor: 500_000, minStay: 60 }),
      range('2027-01-03', '2027-01-04', { minStay: 1 }),
    );
    expect(host.calls[0]).toMatchObject({
      method: 'POST',
      path: `/realty/v1/accounts/77000001/items/${ITEM}/prices`,
    });
    expect(host.calls[0]?.query.size).toBe(0);
    expect(bodies()).toEqual([
      {
        prices: [
          { date_from: '2026-12-30', date_to: '2027-01-01', night_price: 3500, minimal_duration: 3 },
          { date_from: '2027-01-02', date_to: '2027-01-02', night_price: 5000, minimal_duration: 30 },
          { date_from: '2027-01-03', date_to: '2027-01-03', minimal_duration: 1 },
        ],
      },
    ]);
  });

  it('that Avito cannot take are refused unsent, and the others are told', async () => {
    const euro = { ...LISTING, currency: 'EUR' };
    const answer = await tell(
      range('2026-12-01', '2026-12-02', { priceMinor: 350_050 }),
      range('2026-12-02', '2026-12-03', { priceMinor: 0 }),
      range('2026-12-03', '2026-12-04', { priceMinor: 350_000 }),
    );
    expect(brief(answer).sort()).toEqual([
      ['accepted', null],
      ['refused', 'price_not_whole'],
      ['refused', 'price_not_whole'],
    ]);
    expect(bodies()[0].prices).toHaveLength(1);
    expect(brief(await tell(range('2026-12-01', '2026-12-02', { priceMinor: 100 }, euro)))).toEqual([
      ['refused', 'currency_not_taken'],
    ]);
    expect(host.calls).toHaveLength(1);
  });

  it('of which one is wrong are told by halves, so that it keeps no other back', async () => {
    host.set(({ body }) =>
      body.includes('"night_price":13}')
        ? { status: 422, body: { error: { code: 422, message: 'x' } } }
        : { body: { result: 'success' } },
    );
    const ranges = Array.from({ length: 8 }, (_, at) =>
      range(`2026-12-${String(at + 1).padStart(2, '0')}`, `2026-12-${String(at + 2).padStart(2, '0')}`, {
        priceMinor: (10 + at) * 100,
      }),
    );
    const outcomes = brief(await tell(...ranges));
    expect(outcomes.map(([outcome]) => outcome)).toEqual([
      ...Array<string>(3).fill('accepted'),
      'refused',
      ...Array<string>(4).fill('accepted'),
    ]);
  });

  it('that are all wrong are given up after some calls, and what was not told is told later', async () => {
    answers({ status: 422, body: {} });
    const ranges = Array.from({ length: 28 }, (_, at) =>
      range(`2027-01-${String(at + 1).padStart(2, '0')}`, `2027-01-${String(at + 2).padStart(2, '0')}`, {
        priceMinor: (10 + at) * 100,
      }),
    );
    const outcomes = brief(await tell(...ranges));
    expect(outcomes).toHaveLength(28);
    expect(host.calls.length).toBeLessThanOrEqual(20);
    expect(new Set(outcomes.map(([outcome]) => outcome))).toEqual(new Set(['refused', 'failed']));
  });
});

describe('what Avito shows', () => {
  const event = (from: string, to: string, summary: string, more: readonly string[] = []) => [
    'BEGIN:VEVENT',
    `UID:${from}-${to}-${summary.length}@avito.ru`,
    'DTSTAMP:20261120T120000Z',
    ...(from === '' ? [] : [`DTSTART;VALUE=DATE:${from}`]),
    `DTEND;VALUE=DATE:${to}`,
    `SUMMARY:${summary}`,
    ...more,
    'END:VEVENT',
  ];
  const calendar = (...events: string[][]) =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Avito//EN', ...events.flat(), 'END:VCALENDAR', ''].join(
      '\r\n',
    );
  const read = (body: unknown, more: Partial<ApiAnswer> = {}) => {
    host.set(() => ({ body, headers: { 'content-type': 'text/calendar' }, ...more }));
    return push.read(ACCESS, { listing: LISTING, from: night('2026-12-01'), to: night('2026-12-09') });
  };

  it('is its public calendar, asked for without the token', async () => {
    await read(calendar());
    expect(host.calls[0]).toMatchObject({ method: 'GET', path: `/calendars-export/92/07/${ITEM}.ics` });
    expect(host.calls[0]?.headers.authorization).toBeUndefined();
  });

  it('tells busy nights, and whose they are where it says so', async () => {
    const { nights } = await read(
      calendar(
        event('20261202', '20261204', 'Avito (Booked)'),
        event('20261205', '20261206', 'Avito (Closed)'),
        event('20261206', '20261207', 'Занято'),
        event('20261207', '20261208', 'Avito (Closed)'),
        event('20261207', '20261208', 'Avito (Booked)'),
        event('20261208', '20261209', 'Free', ['TRANSP:TRANSPARENT']),
      ),
    );
    expect(nights.map(({ night: at, units, isBooked }) => [at.slice(8), units, isBooked])).toEqual([
      ['01', 1, false],
      ['02', 0, true],
      ['03', 0, true],
      ['04', 1, false],
      ['05', 0, false],
      ['06', 0, null],
      ['07', 0, true],
      ['08', 1, false],
    ]);
    expect(nights.every((one) => one.priceMinor === null && one.minStay === null)).toBe(true);
  });

  it.each([
    ['a page', '<html>', {}],
    ['nothing', '', {}],
    ['half of it', calendar(event('20261202', '20261204', 'Avito (Booked)')).slice(0, 120), {}],
    ['an event without dates', calendar(event('', '20261204', 'Avito (Booked)')), {}],
    ['an event that ends before it starts', calendar(event('20261204', '20261202', 'Avito (Booked)')), {}],
    ['a redirect', '', { status: 302, headers: { location: '/login' } }],
    ['a firewall', '<html>', { status: 403 }],
  ])('is not believed where it is %s', async (_what, body, more) => {
    expect(await kindOf(read(body, more))).toBe('ChannelError malformed');
  });

  it.each([
    [404, 'gone'],
    [401, 'rejected'],
    [403, 'rejected'],
    [429, 'limited'],
    [503, 'transient'],
  ])('answered with %i is %s: it never says that our access ended', async (status, kind) => {
    expect(await kindOf(read('', { status }))).toBe(`ChannelError ${kind}`);
  });
});
