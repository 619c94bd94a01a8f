import { describe, expect, it } from 'vitest';
import { connect, type World, world } from './test-world.ts';

const STUDIO = '48213907';
const plan = (at: World, fault: object) => at.control('POST', '/fault', fault);

async function codes(at: World, access: string, query: string): Promise<string[]> {
  const answer = await (await at.api(access, 'GET', `reservations?all_status=true&${query}`)).json();
  return answer.reservations.map((one: { confirmation_code: string }) => one.confirmation_code);
}

describe('a page', () => {
  it('comes by half, again, or loses its place', async () => {
    const at = world();
    const access = await connect(at);
    const [first, second] = [
      await codes(at, access, '_limit=4'),
      await codes(at, access, '_limit=4&_offset=4'),
    ];
    await plan(at, { kind: 'repeat_page', count: 1 });
    expect(await codes(at, access, '_limit=4')).toEqual(first);
    expect(await codes(at, access, '_limit=4&_offset=4')).toEqual(first);
    expect(await codes(at, access, '_limit=4&_offset=4')).toEqual(second);
    await plan(at, { kind: 'half_page', count: 1 });
    expect(await codes(at, access, '_limit=4')).toEqual(first.slice(0, 2));
    await plan(at, { kind: 'cursor_lost', count: 1 });
    expect((await at.api(access, 'GET', 'reservations?_limit=4&_offset=4')).status).toBe(400);
  });
});

describe('a token', () => {
  it('that expires in mid-run stays expired, and a refresh helps', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: 'expired_token', after: 1, count: 1 });
    const status = async (held: string) => (await at.api(held, 'GET', 'listings')).status;
    expect([await status(access), await status(access), await status(access)]).toEqual([200, 401, 401]);
    expect(await status(await connect(at))).toBe(200);
  });

  it('that is revoked takes its refresh token along', async () => {
    const at = world();
    const grant = await at.control('POST', '/authorize', { account: 'Marta Oliveira' });
    await plan(at, { kind: 'revoked_token', count: 1 });
    expect((await at.api(grant.accessToken, 'GET', 'listings')).status).toBe(401);
    const state = await at.control('GET', '/state');
    expect(state.accounts[0].authorizations[0].revokedAt).toBeTruthy();
  });
});

describe('a write', () => {
  const operations = [1, 2].map((day) => ({ dates: [`2027-02-0${day}`], availability: 'unavailable' }));
  const body = { listing_id: STUDIO, operations };
  const sells = async (at: World) =>
    (
      await at.control('GET', `/state?listing=${STUDIO}&from=2027-02-01&to=2027-02-03`)
    ).listings[0].nights.map((one: { sells: boolean }) => one.sells);

  it.each([
    ['silent_non_application', [true, true]],
    ['partial_acceptance', [false, true]],
  ])('%s answers 200 all the same', async (kind, expected) => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind, name: STUDIO });
    expect((await at.api(access, 'POST', 'calendar_operations', body)).status).toBe(200);
    expect(await sells(at)).toEqual(expected);
  });
});

describe('the answer to a bulk write', () => {
  const operations = [1, 2].map((day) => ({ dates: [`2027-02-0${day}`], availability: 'unavailable' }));

  it.each([
    ['repeats', 'partial_acceptance', 2],
    ['applied', 'partial_acceptance', 1],
    ['applied', 'silent_non_application', 2],
    ['bare', 'partial_acceptance', undefined],
  ])('at %s, with %s, names %s operations', async (operationsAnswer, kind, named) => {
    const at = world();
    const access = await connect(at);
    await at.control('PUT', '/settings', { operationsAnswer });
    await plan(at, { kind, count: 1 });
    const body = { listing_id: STUDIO, operations };
    const told = await (await at.api(access, 'POST', 'calendar_operations', body)).json();
    expect(told.calendar_operation.operations?.length).toBe(named);
  });
});

describe('a transport fault', () => {
  it('strikes only the path, method and listing it names', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: '5xx', status: 500, path: '/calendars/', method: 'put', name: STUDIO });
    const path = (listing: string) => `calendars/${listing}/2027-02-01/2027-02-01`;
    expect((await at.api(access, 'GET', path(STUDIO))).status).toBe(200);
    expect((await at.api(access, 'PUT', path('51770264'), { daily_price: 50 })).status).toBe(200);
    expect((await at.api(access, 'PUT', path(STUDIO), { daily_price: 50 })).status).toBe(500);
  });

  it('limits with and without a time to come back', async () => {
    const at = world();
    const access = await connect(at);
    await plan(at, { kind: '429', count: 1 });
    await plan(at, { kind: '429', count: 1, retryAfter: null });
    const wait = async () => (await at.api(access, 'GET', 'listings')).headers.get('retry-after');
    expect([await wait(), await wait()]).toEqual(['30', null]);
  });

  it('empties, cuts, garbles and drops', async () => {
    const at = world();
    const access = await connect(at);
    for (const kind of ['empty', 'truncated', 'malformed', 'dropped']) await plan(at, { kind, count: 1 });
    const text = async () => await (await at.api(access, 'GET', 'listings')).text();
    expect(JSON.parse(await text()).listings).toEqual([]);
    const cut = await text();
    expect(() => JSON.parse(cut)).toThrow();
    expect(await text()).toContain('<html>');
    await expect(text()).rejects.toThrow('hung up');
    expect((await at.control('GET', '/log')).items.at(-1)).toMatchObject({ status: 0, fault: 'dropped' });
  });

  it('never strikes the control', async () => {
    const at = world();
    await plan(at, { kind: '5xx' });
    expect((await at.call('GET', '/control/airbnb/state')).status).toBe(200);
    await at.control('DELETE', '/fault');
    expect((await at.api(await connect(at), 'GET', 'listings')).status).toBe(200);
  });
});
