import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import { type ApiAnswer, apiHost } from '#tests/support/api-host.ts';
import type { ChannelProvider } from '../contract.ts';
import { feedReader } from '../registry.ts';
import type { Page } from '../sales-contract.ts';
import { createAvito } from './provider.ts';

const clock = testClock('2026-11-20T12:00:00Z');
const ACCESS = {
  app: { clientId: 'the-app', clientSecret: 'app-secret' },
  accessToken: 'host-token',
  accountId: '77000001',
};
const ITEM = '8123456789';
const FROM = night('2026-11-01');

let host: Awaited<ReturnType<typeof apiHost>>;
let avito: ChannelProvider;
let hasty: ChannelProvider;

beforeAll(async () => {
  host = await apiHost(() => ({}));
  const settings = {
    apiUrl: `${host.origin}/`,
    icalUrl: `${host.origin}/calendars-export`,
    authorizeUrl: `${host.origin}/oauth`,
    scopes: 'a',
    perSecond: 5,
    feeds: feedReader,
    clock,
  };
  avito = createAvito(settings);
  hasty = createAvito({ ...settings, limits: { totalMs: 30, maxBytes: 20_000 } });
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
});

const answers = (body: unknown, more: Partial<ApiAnswer> = {}) => host.set(() => ({ body, ...more }));
const list = (listingId: string | null = ITEM, port = avito, from = FROM) =>
  port.reservations.list(ACCESS, { listingId, from, page: null });
const booking = (fields: string) =>
  `{"avito_booking_id":2784000000000000001,"status":"active","check_in":"2026-12-01","check_out":"2026-12-04",${fields}"nights":3}`;
const bookings = async (...entries: string[]) => {
  answers(`{"bookings":[${entries.join(',')}]}`);
  return list();
};
const one = async (fields: string) => (await bookings(booking(fields))).items[0];

async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => {
      throw new Error('it succeeded');
    },
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'ChannelError' });
  for (const secret of ['host-token', 'app-secret']) expect(`${error}`).not.toContain(secret);
  return error as { kind: string; status: number | null; retryAfterSeconds: number | null; message: string }; // named just above
}

describe('an account', () => {
  it('is asked for with the host’s token and never the app’s secret; its id may be of any length', async () => {
    answers('{"id":123456789,"name":"  Анна  ","phone":"7999"}');
    await expect(avito.account(ACCESS)).resolves.toEqual({ externalId: '123456789', name: 'Анна' });
    expect(host.calls[0]).toMatchObject({ method: 'GET', path: '/core/v1/accounts/self' });
    expect(host.calls[0]?.headers.authorization).toBe('Bearer host-token');
    expect(JSON.stringify(host.calls[0]?.headers)).not.toContain('app-secret');
  });

  it('without a name is called by its id, and without an id is no account', async () => {
    answers({ id: 123456, name: '' });
    await expect(avito.account(ACCESS)).resolves.toEqual({ externalId: '123456', name: '123456' });
    answers({ name: 'Анна' });
    expect((await failure(avito.account(ACCESS))).kind).toBe('malformed');
  });
});

describe('adverts', () => {
  const items = (from: number, to: number) =>
    Array.from({ length: Math.max(to - from, 0) }, (_, at) => ({
      id: from + at,
      title: `Flat ${from + at}`,
    }));

  it('are listings in roubles; what a list cannot tell is null, and an entry without an id is kept apart', async () => {
    const odd = '{"title":"No id"}';
    answers(
      `{"meta":{"page":1,"per_page":99},"resources":[{"id":9223372036854775807,"title":" Студия\\u0000 ","address":"Казань, Баумана 1","price":2500,"status":"old","url":"https://x","category":{"id":24}},${odd}]}`,
    );
    const page = await avito.listings(ACCESS, null);
    expect(page.items).toEqual([
      expect.objectContaining({
        externalId: '9223372036854775807',
        name: 'Студия',
        address: 'Казань, Баумана 1',
        currency: 'RUB',
        timeZone: null,
        quantity: 1,
        group: null,
        isSold: false,
        syncScope: null,
      }),
    ]);
    expect(page.unreadable).toEqual([{ externalId: null, reason: 'cannot be read: id', raw: odd }]);
    expect(page.next).toBeNull();
  });

  it('are walked page by page until one is not full, each asked for by its number', async () => {
    host.set(({ query }) => {
      const start = (Number(query.get('page')) - 1) * 99 + 1;
      return {
        body: { meta: { page: 1, per_page: 99 }, resources: items(start, Math.min(start + 99, 151)) },
      };
    });
    const seen: string[] = [];
    let at: string | null = null;
    do {
      const page: Page<{ externalId: string }> = await avito.listings(ACCESS, at);
      seen.push(...page.items.map((item) => item.externalId));
      at = page.next;
    } while (at !== null);
    expect(seen).toEqual(items(1, 151).map(({ id }) => String(id)));
    expect(host.calls.map(({ query }) => Object.fromEntries(query))).toEqual([
      { per_page: '99', page: '1', status: 'active,old' },
      { per_page: '99', page: '2', status: 'active,old' },
    ]);
  });

  it('of pages that are smaller than asked for are still walked, and a page that repeats is not believed', async () => {
    answers({ meta: { page: 1, per_page: 25 }, resources: items(1, 26) });
    const first = await avito.listings(ACCESS, null);
    expect(first.next).toMatch(/^2\./);
    expect((await failure(avito.listings(ACCESS, first.next))).kind).toBe('malformed');
    expect((await failure(avito.listings(ACCESS, 'nonsense'))).kind).toBe('malformed');
  });
});

describe('bookings', () => {
  it('are asked for from today on for a year, unpaid ones too, and never so that errors are skipped', async () => {
    await bookings();
    expect(host.calls[0]).toMatchObject({
      method: 'GET',
      path: `/realty/v1/accounts/77000001/items/${ITEM}/bookings`,
    });
    expect(Object.fromEntries(host.calls[0]?.query ?? [])).toEqual({
      date_start: '2026-11-20',
      date_end: '2027-11-20',
      with_unpaid: 'true',
    });
    await list(ITEM, avito, night('2027-01-05'));
    expect(host.calls[1]?.query.get('date_start')).toBe('2027-01-05');
  });

  it('are never asked for from a date that is past in Moscow', async () => {
    const late = testClock('2026-11-20T22:30:00Z');
    const port = createAvito({
      apiUrl: host.origin,
      icalUrl: host.origin,
      authorizeUrl: host.origin,
      scopes: '',
      perSecond: 5,
      feeds: feedReader,
      clock: late,
    });
    answers({ bookings: [] });
    await list(ITEM, port);
    expect(host.calls[0]?.query.get('date_start')).toBe('2026-11-21');
  });

  it('keep all nineteen digits of an id, written as a number or as text', async () => {
    const text = booking('').replace('2784000000000000001', '"2784000000000000003"');
    const page = await bookings(booking(''), text);
    expect(page.items.map((item) => item.externalId)).toEqual(['2784000000000000001', '2784000000000000003']);
  });

  it('leave alone what looks like a long number inside of a text', async () => {
    const name = 'No: 2784000000000000007, \\"2784000000000000008\\"';
    const item = await one(`"contact":{"name":"${name}","email":"","phone":""},`);
    expect(item?.guest.name).toBe('No: 2784000000000000007, "2784000000000000008"');
    expect(item?.externalId).toBe('2784000000000000001');
  });

  it('tell their nights, guest and money', async () => {
    const item = await one(
      '"guest_count":2,"base_price":8000,"contact":{"name":"Ann Lee","email":"a@b.test","phone":"9990000000"},"safe_deposit":{"total_amount":5000,"owner_amount":4500,"tax":500},',
    );
    expect(item).toEqual({
      externalId: '2784000000000000001',
      roomRef: '1',
      listingId: ITEM,
      checkIn: '2026-12-01',
      checkOut: '2026-12-04',
      status: 'confirmed',
      channelStatus: 'active',
      guest: { name: 'Ann Lee', email: 'a@b.test', phone: '9990000000', locale: null },
      guests: 2,
      adults: null,
      children: null,
      infants: null,
      total: { amount: 800_000, currency: 'RUB' },
      payout: null,
      bookedAt: null,
      changedAt: null,
    });
  });

  it('take hidden contacts for unknown ones, and a phone as it is told', async () => {
    const hidden = await one('"contact":{"name":"","email":" ","phone":9990000000},');
    expect(hidden?.guest).toEqual({ name: null, email: null, phone: '9990000000', locale: null });
    for (const contact of ['null', '[]', '"x"', '{}', '{"name":7.5,"email":null}'])
      expect((await one(`"contact":${contact},`))?.guest).toMatchObject({ email: null, phone: null });
  });

  it.each([
    ['active', 'confirmed'],
    ['ACTIVE', 'confirmed'],
    ['pending', 'pending'],
    ['canceled', 'cancelled'],
    ['cancelled', 'cancelled'],
    ['overbook', 'unknown'],
    ['on_the_moon', 'unknown'],
  ])('of status %s are %s', async (word, status) => {
    const page = await bookings(booking('').replace('"active"', `"${word}"`));
    expect(page.items[0]).toMatchObject({ status, channelStatus: word });
  });

  it.each(['null', '7', '{}'])('of status %s are unknown, so their nights are held', async (word) => {
    const page = await bookings(booking('').replace('"active"', word));
    expect(page.items[0]?.status).toBe('unknown');
  });

  it.each([
    ['0', 0],
    ['8000.50', 800_050],
    ['"8000"', 800_000],
    ['8e3', null],
    ['"8 000"', null],
    ['"8000,00"', null],
    ['-5', null],
    ['null', null],
    ['99999999999999999999', null],
  ])('with a price of %s are kept, the price as far as it is one', async (text, amount) => {
    expect((await one(`"base_price":${text},`))?.total?.amount ?? null).toBe(amount);
  });

  it('whose end and length differ are as long as the longer; without an end the length counts', async () => {
    const of = async (change: (text: string) => string) => (await bookings(change(booking('')))).items[0];
    expect((await of((text) => text.replace('"nights":3', '"nights":5')))?.checkOut).toBe('2026-12-06');
    expect((await of((text) => text.replace('"nights":3', '"nights":1')))?.checkOut).toBe('2026-12-04');
    expect((await of((text) => text.replace('"check_out":"2026-12-04",', '')))?.checkOut).toBe('2026-12-04');
  });

  it.each([
    ['no id', (text: string) => text.replace('"avito_booking_id"', '"id"'), null],
    ['an id with a fraction', (text: string) => text.replace('000001,', '000001.5,'), null],
    ['an id as a power', (text: string) => text.replace('2784000000000000001', '2.784e18'), null],
    ['no nights', (text: string) => text.replace('2026-12-04', '2026-12-01'), '2784000000000000001'],
    ['its end before its start', (text: string) => text.replace('12-04', '11-30'), '2784000000000000001'],
    ['a date that is none', (text: string) => text.replace('12-04', '02-30'), '2784000000000000001'],
    [
      'a time for a date',
      (text: string) => text.replace('12-01"', '12-01T00:00:00Z"'),
      '2784000000000000001',
    ],
    ['text for an entry', () => '"what"', null],
    ['nothing for an entry', () => 'null', null],
  ])('with %s are told as unreadable, whole, and the others are read', async (_what, change, externalId) => {
    const good = booking('').replace('000001', '000009');
    const bad = change(booking(''));
    const page = await bookings(bad, good);
    expect(page.items.map((item) => item.externalId)).toEqual(['2784000000000000009']);
    expect(page.unreadable).toEqual([
      { externalId, reason: expect.stringMatching(/^cannot be read: \S/), raw: expect.any(String) },
    ]);
    if (bad.includes('2784000000000000001')) expect(page.unreadable[0]?.raw).toContain('2784000000000000001');
  });

  it('with fields that nobody knows are read, and names of prototypes are only names', async () => {
    const item = await one('"__proto__":{"status":"canceled"},"constructor":1,"tariff":{"a":[1]},');
    expect(item?.status).toBe('confirmed');
    expect(({} as { status?: string }).status).toBeUndefined();
  });

  it('are told with the very bytes of the answer', async () => {
    const page = await bookings(booking(''));
    expect(Buffer.from(page.bytes).toString()).toBe(`{"bookings":[${booking('')}]}`);
    expect(page).toMatchObject({ next: null, total: 1 });
  });

  it('that are told twice in the same words are told once, and in other words twice', async () => {
    const other = booking('').replace('active', 'canceled');
    const page = await bookings(booking(''), booking(''), other);
    expect(page.items.map(({ status }) => status)).toEqual(['confirmed', 'cancelled']);
  });

  it('of no advert, or of an id that is none, are not asked for', async () => {
    expect((await failure(list(null))).kind).toBe('rejected');
    for (const id of ['', '../9', '12a', '1'.repeat(21)]) expect((await failure(list(id))).kind).toBe('gone');
    expect(host.calls).toEqual([]);
  });
});

describe('answers that are none', () => {
  it.each([
    ['a page with 200', '<!doctype html><title>Вход</title>', {}],
    ['half a document', '{"bookings":[{"avito_bo', {}],
    ['nothing', '', {}],
    ['an array', '[]', {}],
    ['no list', '{"result":"success"}', {}],
    ['null for a list', '{"bookings":null}', {}],
    ['an error with 200', '{"bookings":[],"error":{"code":500,"message":"x"}}', {}],
    ['a redirect', '', { status: 302, headers: { location: 'https://avito.ru/login' } }],
    [
      'a firewall',
      '<html>Доступ ограничен</html>',
      { status: 403, headers: { 'content-type': 'text/html' } },
    ],
    ['a gateway’s page', '<html>404</html>', { status: 404, headers: { 'content-type': 'text/html' } }],
    ['a hundred thousand brackets', '['.repeat(100_000), {}],
  ])('%s is malformed: nothing of it is believed', async (_what, body, more) => {
    answers(body, more);
    expect((await failure(list())).kind).toBe('malformed');
  });

  it.each([
    [401, '{"result":{"message":"no"}}', 'auth'],
    [403, '{"result":{"message":"token_expired"}}', 'auth'],
    [403, '{"error":{"code":403,"message":"Access token is invalid"}}', 'auth'],
    [403, '{"error":{"code":403,"message":"Срок действия токена истёк"}}', 'auth'],
    [403, '{"error":{"code":403,"message":"User does not own the item"}}', 'rejected'],
    [403, '{"error":{"code":403,"message":"the token lacks the scope, invalid"}}', 'rejected'],
    [403, '', 'rejected'],
    [404, '{"error":{"code":404,"message":"x"}}', 'gone'],
    [400, '{"error":{"code":400,"message":"invalid token"}}', 'rejected'],
    [409, '{"error":{"code":409,"message":"x"}}', 'rejected'],
    [422, '{"error":{"code":422,"message":"x"}}', 'rejected'],
    [500, '{}', 'transient'],
    [502, '<html>', 'transient'],
  ])('%i %s is %s', async (status, body, kind) => {
    answers(body, { status });
    expect(await failure(list())).toMatchObject({ kind, status });
  });

  it('too many calls are told with the time to wait, where there is one', async () => {
    answers('', { status: 429, headers: { 'retry-after': '17' } });
    expect(await failure(list())).toMatchObject({ kind: 'limited', retryAfterSeconds: 17 });
    answers('', { status: 429 });
    expect(await failure(list())).toMatchObject({ kind: 'limited', retryAfterSeconds: null });
  });

  it('slow ones and ones that break off are tried later; one too large is not read', async () => {
    answers({ bookings: [] }, { delayMs: 200 });
    expect(await failure(list(ITEM, hasty))).toMatchObject({ kind: 'transient', status: null });
    answers(`{"bookings":[${booking('')}]}`, { isCut: true });
    expect((await failure(list())).kind).toBe('transient');
    answers(`{"bookings":[],"x":"${'x'.repeat(30_000)}"}`);
    expect((await failure(list(ITEM, hasty))).kind).toBe('malformed');
  });
});

describe('picking an advert', () => {
  const check = (id = ITEM) => avito.pick?.check(ACCESS, id) ?? Promise.reject(new Error('cannot pick'));
  const at = (
    item: ApiAnswer,
    stays: ApiAnswer = { body: { bookings: [] } },
    items: ApiAnswer = { status: 403 },
  ) =>
    host.set(({ path }) => (path.endsWith('/bookings') ? stays : path === '/core/v1/items' ? items : item));
  const OWN = { body: { status: 'active', url: 'https://www.avito.ru/1' } };

  it('asks for it by its id, and for its bookings', async () => {
    at({ body: { status: 'active', title: 'Студия', address: 'Казань' } });
    await expect(check()).resolves.toMatchObject({
      externalId: ITEM,
      name: 'Студия',
      address: 'Казань',
      currency: 'RUB',
      isSold: true,
    });
    expect(host.calls.map(({ path }) => path)).toEqual([
      `/core/v1/accounts/77000001/items/${ITEM}/`,
      `/realty/v1/accounts/77000001/items/${ITEM}/bookings`,
    ]);
  });

  it('finds its name in the list of adverts where it is not told beside it', async () => {
    const items = [
      { id: 5, title: 'Гараж' },
      { id: Number(ITEM), title: 'Студия', address: 'Казань', status: 'active' },
    ];
    at(OWN, undefined, { body: { meta: { per_page: 99 }, resources: items } });
    await expect(check()).resolves.toMatchObject({ externalId: ITEM, name: 'Студия', address: 'Казань' });
  });

  it.each<[string, ApiAnswer]>([
    ['may not be seen', { status: 403 }],
    ['is busy', { status: 429 }],
    ['cannot be read', { body: '<html>' }],
    ['does not have it', { body: { meta: {}, resources: [{ id: 5, title: 'Гараж' }] } }],
  ])('calls it by its id where the list %s', async (_why, items) => {
    at(OWN, undefined, items);
    await expect(check()).resolves.toMatchObject({ name: ITEM, isSold: true });
  });

  it('does with its bookings alone where the account’s adverts may not be seen', async () => {
    at({ status: 403, body: { error: { code: 403, message: 'insufficient scope' } } });
    await expect(check()).resolves.toMatchObject({ externalId: ITEM, name: ITEM });
  });

  it.each([
    ['no such advert', { status: 404, body: {} }, undefined, 'gone', 404],
    ['told so with 200', { body: { status: 'not_found' } }, undefined, 'gone', 404],
    ['another host’s', { status: 403, body: {} }, { status: 403, body: {} }, 'rejected', 403],
    ['another host’s, told with 200', { body: { status: 'another_user' } }, undefined, 'rejected', 403],
    ['held by another system', { status: 409, body: {} }, undefined, 'rejected', 409],
    ['held, by its bookings', OWN, { status: 409, body: {} }, 'rejected', 409],
    ['not let by the night', OWN, { status: 404, body: {} }, 'gone', 404],
    [
      'a token that ended',
      { status: 403, body: { error: { message: 'token expired' } } },
      undefined,
      'auth',
      403,
    ],
    ['another advert’s answer', { body: { id: 5, status: 'active' } }, undefined, 'malformed', null],
    ['busy', { status: 429, body: {} }, undefined, 'limited', 429],
  ] as const)('%s', async (_what, item, stays, kind, status) => {
    at(item, stays);
    expect(await failure(check())).toMatchObject({ kind, status });
  });

  it('of an id that is none asks nothing', async () => {
    expect((await failure(check('9/../8'))).kind).toBe('gone');
    expect(host.calls).toEqual([]);
  });
});
