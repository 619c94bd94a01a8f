import { beforeAll, describe, expect, inject, it } from 'vitest';
import { allowedMethods } from '#lib/web/allowed-methods.ts';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import { type Estate, hostFeed, newEstate, night } from './estate.ts';
import { sender } from './http.ts';
import { bodyFor, filled, OPERATIONS, queryFor } from './operations.ts';
import { newTeam, type Team } from './team.ts';

let team: Team;
let ours: Estate;
beforeAll(async () => {
  team = await newTeam();
  ours = await newEstate(team);
});

const isPublic = ({ definition }: (typeof OPERATIONS)[number]) => definition.can === 'public';
const READS = OPERATIONS.filter((one) => one.definition.method === 'GET' && !isPublic(one));
const CREATES = OPERATIONS.filter((one) => one.definition.status === 201 && !isPublic(one));
const PATHS = [...new Set(DEFINITIONS.map(({ path }) => path))];

describe('what is read', () => {
  it.each(READS)('has the shape that the OpenAPI document promises: $name', async ({ definition }) => {
    const answer = await team.browser(`${filled(definition.path, ours)}${queryFor(definition, ours)}`);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(definition.answer?.safeParse(answer.body)).toMatchObject({ success: true });
    if ('items' in answer.body) expect(Object.keys(answer.body)).toContain('nextCursor');
  });

  it.each(READS)('answers HEAD as GET, without a body: $name', async ({ definition }) => {
    const path = `${filled(definition.path, ours)}${queryFor(definition, ours)}`;
    const answer = await team.browser(path, { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, text: '', headers: { 'content-type': 'application/json' } });
  });

  it('is kept by no cache on the way', async () => {
    expect((await team.as.owner('/api/properties')).headers['cache-control']).toBe('no-store');
  });

  it('comes in pages that leave nothing out and give nothing twice', async () => {
    const { owner } = team.as;
    for (const from of [10, 20, 30]) {
      const body = { unitId: ours.unit, from: night(from), to: night(from + 2) };
      expect((await owner('/api/blocks', { method: 'POST', body })).status).toBe(201);
    }
    const all = (await owner('/api/blocks')).body.items.map(({ id }: { id: string }) => id);
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const page = (await owner(`/api/blocks?limit=1${more}`)).body;
      walked.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(all);
    expect(new Set(walked).size).toBeGreaterThan(3);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'limit=1e1',
    'limit=5&limit=6',
    'cursor=%00',
    'cursor=x',
    'from=%ff',
  ])('is 400 for a query that makes no sense, or nothing: %s', async (query) => {
    const answer = await team.as.owner(`/api/blocks?${query}`);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) expect(answer.body.code).toBe('invalid_input');
    if (/limit=(0|201|x)|&/.test(query)) expect(answer.status).toBe(400);
  });
});

describe('what is made', () => {
  it.each(CREATES)('is answered with 201, its id first: $name', async ({ definition, name }) => {
    const bodies: Record<string, object> = {
      'POST /api/properties': { name: 'Another', timezone: 'Asia/Tokyo', currency: 'JPY' },
      'POST /api/keys': { name: 'Another', role: 'viewer' },
      'POST /api/invitations': { email: 'another@example.com', role: 'viewer' },
      'POST /api/calendar/{id}/external': { name: 'Another', icalUrl: await hostFeed('BEGIN:VCALENDAR') },
    };
    const body = bodies[name] ?? bodyFor(definition, ours) ?? {};
    const answer = await team.browser(filled(definition.path, ours), { method: 'POST', body });
    expect(answer).toMatchObject({ status: 201 });
    expect(Object.keys(answer.body)[0]).toBe('id');
    expect(definition.answer?.safeParse(answer.body)).toMatchObject({ success: true });
  });

  it('ignores fields that are not its own: whose it is, its id, when it was made', async () => {
    const more = {
      id: 'prp_000000000000000000000000',
      orgId: 'org_000000000000000000000000',
      createdAt: '2001',
    };
    const body = { name: 'Mine', timezone: 'Asia/Tokyo', currency: 'JPY', ...more };
    const { status, body: made } = await team.as.admin('/api/properties', { method: 'POST', body });
    if (status === 400) return;
    expect(made.id).not.toBe(more.id);
    expect((await team.as.viewer(`/api/properties/${made.id}`)).status).toBe(200);
  });

  it('is one booking, however many want the same nights at once; the others are told what stands in the way', async () => {
    const nights = { checkIn: night(50), checkOut: night(53) };
    const body = { unitId: ours.unit, ...nights, guest: { name: 'Ann' } };
    const asked = Array.from({ length: 12 }, () =>
      team.as.manager('/api/reservations', { method: 'POST', body }),
    );
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(11).fill(409)]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(new Set(refused.map((answer) => answer.body.code))).toEqual(new Set(['nights_taken']));
    const kept = await team.as.viewer(
      `/api/reservations?unit=${ours.unit}&from=${night(50)}&to=${night(53)}`,
    );
    expect(kept.body.items).toHaveLength(1);
  });

  it('is a property with its first unit, and both ids name its calendar', async () => {
    const body = { name: 'Both', timezone: 'Europe/Moscow', currency: 'RUB' };
    const { body: made } = await team.as.admin('/api/properties', { method: 'POST', body });
    expect(made.units).toHaveLength(1);
    const tokens = await Promise.all(
      [made.id, made.units[0].id].map((id) => team.as.manager(`/api/calendar/${id}/token`)),
    );
    expect(tokens[0]?.body.token).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens[1]?.body).toEqual(tokens[0]?.body);
  });
});

describe('a method that a path does not have', () => {
  it.each(PATHS.map((path) => ({ path })))('is 405 with what it has: $path', async ({ path }) => {
    const at = path === '/api/jobs/{name}' ? '/api/jobs/tick' : filled(path, ours);
    const allowed = allowedMethods(at) ?? [];
    expect(allowed).toEqual(
      expect.arrayContaining(DEFINITIONS.filter((one) => one.path === path).map((one) => one.method)),
    );
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'].filter(
      (one) => !allowed.includes(one),
    )) {
      const answer = await team.as.owner(at, { method });
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, allowed.join(', ')]);
      expect(answer.body).toMatchObject({ code: 'method_not_allowed', requestId: expect.any(String) });
    }
  });
});

describe('a path that is none', () => {
  it.each(['/api', '/api/nope', '/api/properties/x/y/z', '/api/rates.json', '/api/auth/nope', '/api/auth'])(
    'is a problem and no page: %s',
    async (path) => {
      for (const method of ['GET', 'POST']) {
        const answer = await team.browser(path, { method, body: {} });
        expect([method, answer.status, answer.body?.code]).toEqual([method, 404, 'not_found']);
      }
    },
  );
});

describe('the OpenAPI document', () => {
  it('is there for anybody, names this app, and every path in it answers', async () => {
    const { appUrl } = inject('world');
    const { status, body } = await sender(appUrl)('/api/openapi.json');
    expect([status, body.openapi, body.servers]).toEqual([200, '3.1.0', [{ url: appUrl }]]);
    expect(Object.keys(body.paths).sort()).toEqual([...PATHS].sort());
  });
});
