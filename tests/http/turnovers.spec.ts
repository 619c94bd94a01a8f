import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openPool } from '#db/client.ts';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { type Answer, type Send, sender } from './http.ts';
import { newTeam, type Team } from './team.ts';

let team: Team;
let stranger: Send;
let property: string;
let path: string;

const GUEST = { name: 'Camille Moreau', email: 'camille@private.example', phone: '+33 6 12 34 56 78' };
const night = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString();

beforeAll(async () => {
  stranger = sender(inject('world').appUrl);
  team = await newTeam();
  const made = await post('/api/properties', {
    name: 'Mill <House>',
    timezone: 'Europe/Paris',
    currency: 'EUR',
  });
  property = made.id;
  const unitId = made.units[0].id;
  await post('/api/reservations', {
    unitId,
    checkIn: night(0),
    checkOut: night(3),
    guest: GUEST,
    guests: 3,
    note: 'The key is with Xaver',
    total: { amount: 98_765_432, currency: 'EUR' },
  });
  path = await link();
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer's fields without parsing it
async function post(at: string, body: object): Promise<any> {
  const answer = await team.as.owner(at, { method: 'POST', body });
  if (answer.status >= 300) throw new Error(`POST ${at} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

async function link(more: object = {}): Promise<string> {
  const { url } = await post('/api/turnovers', { name: 'Marta', days: 7, ...more });
  return new URL(url).pathname;
}

/** What tells two answers apart for whoever has no link. */
const face = ({ status, text, headers }: Answer) => ({
  status,
  text,
  type: headers['content-type'],
  policy: headers['content-security-policy'],
});

describe("a cleaner's page", () => {
  it('tells who comes, when and how many, and nothing private in any of its bytes', async () => {
    const { status, text } = await stranger(path);
    expect(status).toBe(200);
    for (const shown of ['Camille', '3 guests', '3 nights', 'Mill &lt;House&gt;', '15:00'])
      expect(text).toContain(shown);
    for (const secret of [
      'Moreau',
      'private.example',
      '12 34',
      'Xaver',
      '987',
      'EUR',
      '€',
      'rsv_',
      'unt_',
      'prp_',
      'sty_',
      'org_',
      'tol_',
      'Mill <House>',
    ])
      expect(text).not.toContain(secret);
  });

  it('loads nothing of the console, and runs no script', async () => {
    const { text, bytes } = await stranger(path);
    expect(text).not.toMatch(/<script|<link rel="stylesheet"|_next|\/api\/|EventSource/i);
    expect(bytes.byteLength).toBeLessThan(20_000);
  });

  it('is kept nowhere, found by nobody, and tells no other site its address', async () => {
    const { headers } = await stranger(path);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'x-frame-options': 'DENY',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['fr-CA,fr;q=0.9', 'fr', 'Arrivées et départs'],
    ['ru', 'ru', 'Заезды и выезды'],
    ['de', 'en', 'Arrivals and departures'],
  ])('speaks the language that is asked for: %s', async (asked, lang, title) => {
    const { text } = await stranger(path, { headers: { 'accept-language': asked, cookie: 'locale=en' } });
    expect(text).toContain(`<html lang="${lang}">`);
    expect(text).toContain(title);
  });

  it('answers HEAD without a body, and takes nothing', async () => {
    expect(await stranger(path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await stranger(path, { method, body: '' })).status).toBe(405);
  });

  it('shows the properties that were chosen alone', async () => {
    const other = await post('/api/properties', { name: 'Elsewhere', timezone: 'UTC', currency: 'EUR' });
    expect((await stranger(await link({ propertyIds: [other.id] }))).text).not.toContain('Camille');
    expect((await stranger(await link({ propertyIds: [property] }))).text).toContain('Camille');
  });

  it('is said to have been opened', async () => {
    await stranger(path);
    const { items } = (await team.as.manager('/api/turnovers')).body;
    expect(items.some((one: { lastOpenedAt: string | null }) => one.lastOpenedAt !== null)).toBe(true);
    expect(JSON.stringify(items)).not.toContain(path.split('/').at(-1));
  });
});

describe('a link that does not open', () => {
  it('is one and the same calm page, whatever is wrong with it', async () => {
    const token = path.split('/').at(-1) ?? '';
    const revoked = await post('/api/turnovers', { name: 'Gone', days: 7 });
    await team.as.owner(`/api/turnovers/${revoked.id}`, { method: 'DELETE' });
    const expired = await post('/api/turnovers', { name: 'Late', days: 1 });
    await expire(expired.id);
    const feed = (await team.as.manager(`/api/calendar/${property}/token`)).body.token;
    const wrong = [
      new URL(revoked.url).pathname,
      new URL(expired.url).pathname,
      '/turnovers/x',
      `/turnovers/${token}0`,
      `/turnovers/${token.slice(0, -1)}`,
      `/turnovers/${token}%20`,
      `/turnovers/${'a'.repeat(4_000)}`,
      `/turnovers/${feed}`,
      '/turnovers/tol_000000000000000000000000',
      '/turnovers/%3Cscript%3E',
      '/turnovers/%00',
    ];
    const answers = await Promise.all(wrong.map(async (at) => ({ at, ...face(await stranger(at)) })));
    const [first] = answers;
    expect(first).toMatchObject({ status: 404, text: expect.stringContaining('This link does not open') });
    for (const answer of answers) expect(answer).toEqual({ ...first, at: answer.at });
  });

  it('is refused for a while where one place tries many, and a right one opens all the same', async () => {
    const tries = Array.from({ length: 80 }, (_, i) => stranger(`/turnovers/none${i}`));
    const statuses = (await Promise.all(tries)).map((answer) => answer.status);
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    const refused = await stranger('/turnovers/none');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await stranger(path)).status).toBe(200);
  });
});

async function expire(id: string): Promise<void> {
  const pool = openPool(team.databaseUrl, { max: 1, name: 'latchkey tests' });
  await pool.db
    .update(turnoverLinks)
    .set({ expiresAt: Temporal.Now.instant().subtract({ hours: 1 }) })
    .where(eq(turnoverLinks.id, id));
  await pool.close();
}
