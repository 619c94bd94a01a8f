import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ROLE_ORDER } from '#lib/domain/access/labels.ts';
import { can } from '#lib/domain/access/rules.ts';
import type { Definition } from '#lib/web/define.ts';
import { type Estate, newEstate, night } from './estate.ts';
import { type Answer, type Send, sender } from './http.ts';
import { bodyFor, filled, OPERATIONS, queryFor } from './operations.ts';
import { newTeam, type Team } from './team.ts';

let theirs: Estate;
let ours: Estate;
let them: Team;
let us: Team;
beforeAll(async () => {
  [them, us] = await Promise.all([newTeam(), newTeam()]);
  [theirs, ours] = await Promise.all([newEstate(them), newEstate(us)]);
});

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
}

function call(send: Send, definition: Definition, ids: Estate): Promise<Answer> {
  const body = bodyFor(definition, ids);
  return send(`${filled(definition.path, ids)}${queryFor(definition, ids)}`, {
    method: definition.method,
    ...(body ? { body } : {}),
  });
}

/** What belongs to persons is closed to programs before anything is looked up. */
const isPersonal = (answer: Answer) =>
  answer.status === 403 && /belongs to a person|needs a person at a browser/.test(answer.text);

/** A list of properties to read at once: one that was archived meanwhile must not take the others along. It is a filter. */
const FILTERED = '/api/timeline/cells';

/** Without an id, in the path or elsewhere, there is nothing of anybody's to ask for. */
const NAMES_SOMETHING = OPERATIONS.filter(({ definition }) => {
  if (definition.path === FILTERED) return false;
  const probe = new Proxy({} as Estate, { get: () => 'AN-ID' });
  const { path } = definition;
  return [
    path,
    filled(path, probe),
    queryFor(definition, probe),
    JSON.stringify(bodyFor(definition, probe) ?? ''),
  ]
    .slice(1)
    .some((text) => text.includes('AN-ID'));
});
const SIGNED_IN = OPERATIONS.filter(({ definition }) => definition.can !== 'public');

describe("another organization's ids", () => {
  it.each(NAMES_SOMETHING)('are 404 to a program: $name', async ({ definition }) => {
    const answer = await call(us.as.owner, definition, theirs);
    if (!isPersonal(answer)) expectProblem(answer, 404, 'not_found');
  });

  it.each(NAMES_SOMETHING)('are 404 to a signed-in owner: $name', async ({ definition }) => {
    expectProblem(await call(us.browser, definition, theirs), 404, 'not_found');
  });

  it.each([
    ['/api/reservations?unit=', 'unit'],
    ['/api/blocks?unit=', 'unit'],
    ['/api/conflicts?unit=', 'unit'],
    ['/api/found-closures?status=all&unit=', 'unit'],
    ['/api/found-closures?status=all&connection=', 'connection'],
    ['/api/deliveries?connection=', 'connection'],
    ['/api/journal?unit=', 'unit'],
    ['/api/journal?subject=', 'reservation'],
    ['/api/journal?run=', 'run'],
    ['/api/runs?calendarId=', 'calendar'],
    [`${FILTERED}?show=price&from=${night(100)}&to=${night(104)}&properties=`, 'property'],
    [`${FILTERED}?show=channels&from=${night(100)}&to=${night(104)}&properties=`, 'property'],
  ] as const)('as a filter find nothing: %s', async (path, kind) => {
    const answer = await us.as.owner(`${path}${theirs[kind]}`);
    if (answer.status !== 404)
      expect(answer).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
  });

  it.each<[string, (mine: Estate) => [string, string, object?]]>([
    ['a part of a unit', (mine) => ['PATCH', `/api/units/${mine.unit}`, { partOf: theirs.unit }]],
    [
      'a new part',
      (mine) => ['POST', `/api/properties/${mine.property}/units`, { name: 'X', partOf: theirs.unit }],
    ],
    [
      'where a guest moves',
      (mine) => ['PATCH', `/api/reservations/${mine.reservation}`, { unitId: theirs.unit }],
    ],
    [
      'a room of a guest',
      (mine) => [
        'PATCH',
        `/api/reservations/${mine.reservation}`,
        { stayId: theirs.stay, unitId: mine.unit },
      ],
    ],
    [
      'what ends a conflict',
      (mine) => [
        'POST',
        `/api/conflicts/${mine.conflict}/resolve`,
        { action: 'cancel', stayId: theirs.stay },
      ],
    ],
    [
      'where a stay moves',
      (mine) => [
        'POST',
        `/api/conflicts/${mine.conflict}/resolve`,
        { action: 'move', stayId: mine.stay, unitId: theirs.unit },
      ],
    ],
    [
      'a counterpart',
      (mine) => [
        'POST',
        `/api/calendar/${mine.unit}/subscribers`,
        { name: 'X', source: { calendarId: theirs.calendar } },
      ],
    ],
    [
      'what goes with a calendar',
      (mine) => [
        'DELETE',
        `/api/calendar/${mine.unit}/external/${mine.calendar}?cancel=${theirs.reservation}`,
      ],
    ],
    [
      'a calendar under a unit',
      (mine) => ['POST', `/api/calendar/${mine.unit}/external/${theirs.calendar}/sync`],
    ],
    ['a unit over a calendar', (mine) => ['GET', `/api/calendar/${theirs.unit}/external/${mine.calendar}`]],
    [
      'a subscriber under a unit',
      (mine) => ['DELETE', `/api/calendar/${mine.unit}/subscribers?subscriber=${theirs.subscriber}`],
    ],
  ])('on things of ours are refused: as %s', async (_, make) => {
    const [method, path, body] = make(ours);
    const answer = await us.as.owner(path, { method, ...(body ? { body } : {}) });
    expect([path, answer.status]).toEqual([path, expect.toBeOneOf([400, 404])]);
    expect(answer.text).not.toContain('House');
  });

  it.each([
    ['property', (one) => `/properties/${one.property}`],
    ['property to edit', (one) => `/properties/${one.property}/edit`],
    ['unit', (one) => `/units/${one.unit}`],
    ['reservation', (one) => `/reservations/${one.reservation}`],
    ['run', (one) => `/channels/runs/${one.run}`],
    ['conflict', (one) => `/conflicts/${one.conflict}`],
    ['conflict on paper', (one) => `/conflicts/${one.conflict}/evidence`],
  ] satisfies [string, (one: Estate) => string][])('lead to no page: a %s', async (_, pathOf) => {
    const answer = await us.browser(pathOf(theirs));
    expect(answer.status).toBe(404);
    expect(answer.text).not.toMatch(/"Ann\\?"|>Ann</);
    // A unit that is alone in its property leads on to that.
    expect((await us.browser(pathOf(ours))).status).toBeOneOf([200, 307]);
  });

  it('as a filter of the timeline find nothing', async () => {
    const answer = await us.as.owner(
      `/api/timeline?property=${theirs.property}&from=${night(1)}&to=${night(9)}`,
    );
    expect(answer.body).toEqual({ properties: [] });
    const nights = `properties=${theirs.property}&from=${night(1)}&to=${night(9)}`;
    expect((await us.as.owner(`/api/timeline?${nights}`)).body).toEqual({ properties: [] });
    const cells = await us.as.owner(`/api/timeline/cells?${nights}&show=channels`);
    expect(cells.body).toMatchObject({ items: [] });
  });

  it('were tried, and everything stands as it did', async () => {
    const { owner } = them.as;
    const paths = [
      `/api/properties/${theirs.property}`,
      `/api/reservations/${theirs.reservation}`,
      `/api/calendar/${theirs.unit}/external/${theirs.calendar}`,
      `/api/conflicts/${theirs.conflict}`,
    ];
    const [property, reservation, calendar, conflict] = await Promise.all(paths.map((path) => owner(path)));
    expect(property?.body).toMatchObject({ name: 'House', units: [{ name: 'House' }] });
    expect(reservation?.body).toMatchObject({ status: 'confirmed', guest: { name: 'Ann' } });
    expect(calendar?.body).toMatchObject({ name: 'Booked', isActive: true });
    expect(conflict?.body).toMatchObject({ status: 'open' });
    expect((await owner('/api/blocks')).body.items).toHaveLength(1);
  });
});

describe('an id that can be none', () => {
  const WRONG = [
    'x',
    '..%2fkeys',
    '%00',
    'a%0d%0aX-Evil:%20y',
    "'%20or%201=1--",
    'x'.repeat(2000),
    '%ff',
    'prp_',
  ];
  // The name of a channel or of a report is no id.
  const WITH_ID = NAMES_SOMETHING.filter(({ definition }) => /\{(?!provider|report)/.test(definition.path));

  it.each(WITH_ID)('is 404: $name', async ({ definition }) => {
    for (const wrong of WRONG) {
      const nowhere = new Proxy(theirs, { get: () => wrong });
      const body = bodyFor(definition, theirs);
      const path = filled(definition.path, nowhere);
      const send = { method: definition.method, ...(body ? { body } : {}) };
      const answer = await us.browser(`${path}${queryFor(definition, theirs)}`, send);
      // Bytes that are no text are refused before there is an id.
      expect([path, answer.status]).toEqual([path, wrong === '%ff' ? 400 : 404]);
      expect(answer.text).not.toMatch(/\bat \S+ \(|node_modules|SyntaxError/);
    }
  });
});

describe('who may', () => {
  it.each(SIGNED_IN)('is nobody without a key or a session: $name', async ({ definition }) => {
    const { appUrl } = inject('world');
    expectProblem(await call(sender(appUrl), definition, theirs), 401, 'unauthenticated');
    for (const authorization of [
      'Bearer lk_0000000000000000000000000000000000000000',
      'Bearer',
      'Bearer \u00e9',
    ]) {
      const wrong = sender(appUrl, { authorization });
      expect(await call(wrong, definition, theirs)).toMatchObject({ status: 401 });
    }
  });

  it.each(SIGNED_IN)('is decided by the role, before anything is read: $name', async ({ definition }) => {
    for (const role of ROLE_ORDER) {
      // Nothing that could be taken, so that nothing changes where the role is right.
      const answer = await us.as[role](`${filled(definition.path, theirs)}${queryFor(definition, theirs)}`, {
        method: definition.method,
        ...(definition.body ? { body: {} } : {}),
      });
      const may = definition.can === 'signed_in' || definition.can === 'public' || can(role, definition.can);
      if (may) expect([role, 200, 202, 204, 400, 403, 404]).toContain(answer.status);
      else expectProblem(answer, 403, 'forbidden');
      if (may && definition.can !== 'signed_in' && !isPersonal(answer))
        expect([role, answer.status]).not.toEqual([role, 403]);
    }
  });
});
