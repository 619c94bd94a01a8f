import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import { type ApiAnswer, type ApiCall, apiHost } from '#tests/support/api-host.ts';
import type { ChannelProvider } from '../contract.ts';
import type { Page } from '../sales-contract.ts';
import { createAirbnb } from './provider.ts';

const clock = testClock('2026-11-20T12:00:00Z');
const ACCESS = {
  app: { clientId: 'the-app', clientSecret: 'app-secret' },
  accessToken: 'host-token',
  accountId: '77',
};
const FROM = night('2026-11-01');

let host: Awaited<ReturnType<typeof apiHost>>;
let airbnb: ChannelProvider;
let hasty: ChannelProvider;

beforeAll(async () => {
  host = await apiHost(() => ({}));
  const settings = { apiUrl: `${host.origin}/v2`, authorizeUrl: `${host.origin}/auth`, scopes: 'a', clock };
  airbnb = createAirbnb(settings);
  hasty = createAirbnb({ ...settings, limits: { totalMs: 30, maxBytes: 20_000 } });
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
});

const answers = (body: unknown, more: Partial<ApiAnswer> = {}) => host.set(() => ({ body, ...more }));
const stay = (code: string) => ({
  confirmation_code: code,
  listing_id: 1,
  start_date: '2027-01-01',
  nights: 2,
  status_type: 'accept',
});
const stays = (from: number, to: number) =>
  Array.from({ length: Math.max(to - from, 0) }, (_, at) => stay(`HM${from + at}`));
const list = (page: string | null = null, port = airbnb) =>
  port.reservations.list(ACCESS, { listingId: '1', from: FROM, page });

/** Every page, as a caller walks them; more than 20 would be for ever. */
async function walk<T>(next: (page: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let page: string | null = null;
  for (let count = 0; count < 20; count++) {
    const got: Page<T> = await next(page);
    items.push(...got.items);
    if (got.next === null) return items;
    page = got.next;
  }
  throw new Error('walked for ever');
}

describe('calls as a host', () => {
  it("carry the app's id as the key and the host's token, never the app's secret", async () => {
    answers({ user: {} });
    await airbnb.account(ACCESS);
    const [call] = host.calls;
    expect(call).toMatchObject({ method: 'GET', path: '/v2/users/me' });
    expect(call?.headers).toMatchObject({
      'x-airbnb-api-key': 'the-app',
      'x-airbnb-oauth-token': 'host-token',
      'content-type': 'application/json',
    });
    expect(JSON.stringify(call?.headers)).not.toContain('app-secret');
  });

  it('ask for listings by page, with those that are not sold', async () => {
    answers({ listings: [] });
    await airbnb.listings(ACCESS, null);
    expect(Object.fromEntries(host.calls[0]?.query ?? [])).toEqual({
      user_id: '77',
      has_availability: 'false',
      exclude_active: 'false',
      exclude_cohosted_listings: 'false',
      _limit: '50',
      _offset: '0',
    });
  });

  it('ask for reservations of every status, of one listing or of all', async () => {
    answers({ reservations: [] });
    await list();
    const asked = { start_date: '2026-11-01', all_status: 'true', _limit: '50', _offset: '0' };
    expect(Object.fromEntries(host.calls[0]?.query ?? [])).toEqual({ listing_id: '1', ...asked });
    await airbnb.reservations.list(ACCESS, { listingId: null, from: FROM, page: null });
    expect(Object.fromEntries(host.calls[1]?.query ?? [])).toEqual(asked);
  });
});

describe('an account', () => {
  it.each([
    [{ user: { first_name: 'Ann', last_name: 'Lee' } }, '77', { externalId: '77', name: 'Ann Lee' }],
    [{ user: { first_name: 'Ann' } }, '77', { externalId: '77', name: 'Ann' }],
    [{ user: {} }, '77', { externalId: '77', name: '77' }],
    [{ id: 5, first_name: 'Ann' }, null, { externalId: '5', name: 'Ann' }],
  ])('of %o', async (body, accountId, expected) => {
    answers(body);
    await expect(airbnb.account({ ...ACCESS, accountId })).resolves.toEqual(expected);
  });

  it('that nobody names is malformed', async () => {
    answers({ user: { first_name: 'Ann' } });
    await expect(airbnb.account({ ...ACCESS, accountId: null })).rejects.toMatchObject({ kind: 'malformed' });
  });
});

/** A list of so many, as a channel that is in order pages it. */
const paged =
  (count: number, metadata: (call: ApiCall) => object = () => ({ record_count: count })) =>
  (call: ApiCall): ApiAnswer => {
    const offset = Number(call.query.get('_offset'));
    const reservations = stays(offset, Math.min(offset + 50, count));
    return { body: { reservations, metadata: metadata(call) } };
  };

describe('pages', () => {
  it.each([[0], [1], [49], [50], [51], [100], [120]])('bring all of %i, each once', async (count) => {
    host.set(paged(count));
    const codes = (await walk(list)).map((item) => item.externalId);
    expect(codes).toEqual(stays(0, count).map((one) => one.confirmation_code));
  });

  it('bring all where nothing says how many there are, and where the count is of the page', async () => {
    host.set(paged(120, () => ({})));
    await expect(walk(list)).resolves.toHaveLength(120);
    host.set(paged(120, (call) => ({ record_count: call.query.get('_offset') === '100' ? 20 : 50 })));
    await expect(walk(list)).resolves.toHaveLength(120);
  });

  it('say how many there are, and come with their bytes', async () => {
    host.set(paged(60));
    const page = await list();
    expect(page.total).toBe(60);
    expect(JSON.parse(Buffer.from(page.bytes).toString())).toHaveProperty('metadata');
  });

  it('that come by halves are filled up', async () => {
    host.set((call) => {
      const offset = Number(call.query.get('_offset'));
      return {
        body: { reservations: stays(offset, Math.min(offset + 25, 60)), metadata: { record_count: 60 } },
      };
    });
    const codes = (await walk(list)).map((item) => item.externalId);
    expect(codes).toEqual(stays(0, 60).map((one) => one.confirmation_code));
  });

  it('that repeat are not believed, and not followed for ever', async () => {
    host.set(() => ({ body: { reservations: stays(0, 50), metadata: {} } }));
    await expect(walk(list)).rejects.toMatchObject({ kind: 'malformed' });
    expect(host.calls).toHaveLength(2);
  });

  it('that are empty although more is promised are not believed', async () => {
    answers({ reservations: [], metadata: { record_count: 3 } });
    await expect(list()).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('keep what can be read beside what cannot', async () => {
    const odd = { confirmation_code: 'HMODD', listing_id: 1, start_date: '2027-02-30', nights: 1 };
    answers({ reservations: [stay('HM1'), odd, 7], metadata: { record_count: 3 } });
    const page = await list();
    expect(page.items.map((item) => item.externalId)).toEqual(['HM1']);
    expect(page.unreadable.map((one) => one.externalId)).toEqual(['HMODD', null]);
    expect(page.next).toBeNull();
  });

  it.each([['x'], ['50'], ['-1.abc'], ['50.a b'], ['9999999.abc']])('do not begin at %j', async (page) => {
    await expect(list(page)).rejects.toMatchObject({ kind: 'malformed' });
    expect(host.calls).toHaveLength(0);
  });

  it('of listings count as those of reservations do', async () => {
    host.set((call) => {
      const offset = Number(call.query.get('_offset'));
      const listings = Array.from({ length: Math.min(50, 70 - offset) }, (_, at) => ({
        id: 1 + offset + at,
      }));
      return { body: { listings, metadata: { listing_count: 70 } } };
    });
    await expect(walk((page) => airbnb.listings(ACCESS, page))).resolves.toHaveLength(70);
  });
});

describe('one reservation', () => {
  it.each([[{ reservation: stay('HM1'), metadata: {} }], [stay('HM1')]])(
    'comes in either wrapping',
    async (body) => {
      answers(body);
      const got = await airbnb.reservations.get?.(ACCESS, 'HM1');
      expect(got).toMatchObject({ reservation: { externalId: 'HM1' }, unreadable: null });
      expect(host.calls[0]?.path).toBe('/v2/reservations/HM1');
    },
  );

  it('that cannot be read is handed on under the code that was asked for', async () => {
    answers({ reservation: { nights: 1 } });
    const got = await airbnb.reservations.get?.(ACCESS, 'HM1');
    expect(got).toMatchObject({ reservation: null, unreadable: { externalId: 'HM1' } });
  });

  it('is not another one', async () => {
    answers({ reservation: stay('HM2') });
    await expect(airbnb.reservations.get?.(ACCESS, 'HM1')).rejects.toMatchObject({ kind: 'malformed' });
  });

  it.each([['../users/me'], ['..'], [''], ['a b'], ['\ud800']])(
    'of the code %j is not asked for',
    async (code) => {
      await expect(airbnb.reservations.get?.(ACCESS, code)).rejects.toMatchObject({ kind: 'gone' });
      expect(host.calls).toHaveLength(0);
    },
  );
});

describe('what goes wrong is told by what can be done about it', () => {
  it.each([
    [401, 'auth'],
    [403, 'auth'],
    [404, 'gone'],
    [410, 'gone'],
    [400, 'rejected'],
    [409, 'rejected'],
    [422, 'rejected'],
    [408, 'transient'],
    [429, 'limited'],
    [500, 'transient'],
    [502, 'transient'],
    [503, 'transient'],
    [301, 'malformed'],
    [302, 'malformed'],
  ])('%i is %s', async (status, kind) => {
    answers('host-token app-secret', { status, headers: { location: '/elsewhere' } });
    const error = await list().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ChannelError', kind, status, retryAfterSeconds: null });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/host-token|app-secret/);
    expect(host.calls).toHaveLength(1);
  });

  it.each([
    ['30', 30],
    ['Fri, 20 Nov 2026 12:01:00 GMT', 60],
    ['soon', null],
  ])('Retry-After %s is %s seconds', async (text, seconds) => {
    answers('', { status: 429, headers: { 'retry-after': text } });
    await expect(list()).rejects.toMatchObject({ kind: 'limited', retryAfterSeconds: seconds });
  });

  it.each([
    ['<!doctype html><title>Sorry</title>'],
    ['{"reservations":[{"confirmation_code":"HM1"'],
    ['{}'],
    ['[]'],
    ['null'],
    ['{"reservations":null}'],
    ['{"error":"oops"}'],
    [''],
    ['['.repeat(100_000)],
  ])('an answer that cannot be read is malformed: %#', async (body) => {
    answers(body);
    await expect(list()).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('an answer that is too slow or cut is transient, one that is too large malformed', async () => {
    answers({ reservations: [] }, { delayMs: 1_000 });
    await expect(list(null, hasty)).rejects.toMatchObject({ kind: 'transient' });
    answers({ reservations: [] }, { isCut: true, headers: { 'content-length': '500' } });
    await expect(list()).rejects.toMatchObject({ kind: 'transient' });
    answers(' '.repeat(50_000));
    await expect(list(null, hasty)).rejects.toMatchObject({ name: 'ChannelError' });
  });

  it('nobody there is transient', async () => {
    const nobody = createAirbnb({
      apiUrl: 'http://127.0.0.1:1/v2',
      authorizeUrl: 'http://x.test',
      scopes: '',
      clock,
    });
    await expect(nobody.account(ACCESS)).rejects.toMatchObject({ kind: 'transient' });
  });

  it("the caller's own end is thrown as it is", async () => {
    answers({ reservations: [] }, { delayMs: 1_000 });
    const signal = AbortSignal.abort(new Error('we are closing'));
    await expect(airbnb.listings({ ...ACCESS, signal }, null)).rejects.toThrow('we are closing');
  });
});
