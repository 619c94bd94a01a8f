import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as subscribersRoute from '#app/api/calendar/[id]/subscribers/route.ts';
import * as tokenRoute from '#app/api/calendar/[id]/token/route.ts';
import { feedTokens, subscribers } from '#db/schema/calendars.ts';
import { journal } from '#db/schema/work.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { ensurePlainToken } from '#lib/domain/feeds/ensure-plain-token.ts';
import { flushSeen } from '#lib/domain/feeds/fetches.ts';
import { readKnowledge } from '#lib/domain/feeds/knowledge.ts';
import { listLastReads } from '#lib/domain/feeds/last-reads.ts';
import { listSubscribers } from '#lib/domain/feeds/queries.ts';
import { regeneratePlainToken } from '#lib/domain/feeds/regenerate-plain-token.ts';
import { revokeSubscriber } from '#lib/domain/feeds/revoke-subscriber.ts';
import { rotateSubscriber } from '#lib/domain/feeds/rotate-subscriber.ts';
import { updateSubscriber } from '#lib/domain/feeds/update-subscriber.ts';
import { createApiKey } from '#lib/domain/people/create-api-key.ts';
import { newId } from '#lib/kernel/ids.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { TEST_APP_URL } from '#tests/support/env.ts';
import { addUnit, apply, stay } from '#tests/support/stays.ts';
import { Visitor } from '#tests/support/visitor.ts';
import { call, type FeedWorld, feedWorld } from './world.ts';

let world: FeedWorld;
beforeAll(async () => {
  world = await feedWorld();
});
afterAll(() => world.end());

const INPUT = { name: 'Airbnb', privacy: 'busy', source: null } as const;
const as = (ctx: Ctx, role: Role): Ctx => ({ ...ctx, actor: { kind: 'user', id: newId('user'), role } });
const program = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: { kind: 'api_key', id: newId('apiKey'), role: 'owner' },
});
const status = async (url: string) => (await call(url)).status;

function journalOf(ctx: Ctx, action: string) {
  return ctx.db
    .select()
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), eq(journal.action, action)));
}

describe('the plain link', () => {
  it('is made once, however often and however many at once ask', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const answers = await Promise.all(
      [unitId, propertyId, unitId, propertyId, unitId].map((id) => ensurePlainToken(ctx, id)),
    );
    const [first] = answers;
    expect(new Set(answers.map((answer) => answer.token)).size).toBe(1);
    expect(first).toEqual({
      token: expect.stringMatching(/^[0-9a-f]{64}$/),
      url: `${TEST_APP_URL}/api/calendar/${unitId}/feed.ics?token=${first?.token}`,
      webcalUrl: `webcal://latchkey.test/api/calendar/${unitId}/feed.ics?token=${first?.token}`,
      appUrlWarning: 'not_https',
    });
    expect(await journalOf(ctx, 'subscriber.created')).toHaveLength(1);
  });

  it('dies at once when it is made anew, and stays on record without a secret', async () => {
    const { ctx, unitId } = await world.org();
    const old = await ensurePlainToken(ctx, unitId);
    const made = await regeneratePlainToken(ctx, unitId);
    expect(made.token).not.toBe(old.token);
    expect(await status(old.url)).toBe(404);
    expect(await status(made.url)).toBe(200);
    expect((await ensurePlainToken(ctx, unitId)).token).toBe(made.token);
    const rows = await ctx.db.select().from(journal).where(eq(journal.orgId, ctx.org));
    expect(rows.some((row) => row.action === 'feed_token.regenerated')).toBe(true);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${old.token}|${made.token}`));
    const stored = JSON.stringify(
      await ctx.db.select().from(feedTokens).where(eq(feedTokens.orgId, ctx.org)),
    );
    expect(stored).not.toMatch(new RegExp(`${old.token}|${made.token}`));
  });

  it('comes back as another one after it was revoked', async () => {
    const { ctx, unitId } = await world.org();
    const old = await ensurePlainToken(ctx, unitId);
    const [plain] = await listSubscribers(ctx, unitId);
    await revokeSubscriber(ctx, unitId, plain?.id ?? '');
    expect(await status(old.url)).toBe(404);
    expect((await ensurePlainToken(ctx, unitId)).token).not.toBe(old.token);
  });

  it('has no counterpart', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-02');
    await ensurePlainToken(ctx, unitId);
    const [plain] = await listSubscribers(ctx, unitId);
    await expect(
      updateSubscriber(ctx, unitId, plain?.id ?? '', { source: { calendarId } }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('a rotated link', () => {
  it('works 7 days more, says who still uses it, and then dies', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    const rotated = await rotateSubscriber(ctx, unitId, made.id);
    expect(rotated.url).not.toBe(made.url);
    expect(rotated.oldLink?.lastFetchedAt).toBeNull();
    expect(await status(rotated.url)).toBe(200);
    expect(await status(made.url)).toBe(200);
    const [told] = await listSubscribers(ctx, unitId);
    expect(told?.oldLink).toEqual({
      expiresAt: world.clock.now().add({ hours: 168 }).toString(),
      lastFetchedAt: world.clock.now().toString(),
    });
    world.clock.advance({ hours: 167, minutes: 59 });
    expect(await status(made.url)).toBe(200);
    world.clock.advance({ minutes: 1 });
    expect(await status(made.url)).toBe(404);
    expect(await status(rotated.url)).toBe(200);
    expect((await listSubscribers(ctx, unitId))[0]?.oldLink).toBeNull();
  });

  it('keeps its own 7 days when it is rotated again, as on a double click', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    await Promise.all([rotateSubscriber(ctx, unitId, made.id), rotateSubscriber(ctx, unitId, made.id)]);
    expect(await status(made.url)).toBe(200);
    const [one] = await listSubscribers(ctx, unitId);
    expect(await status(one?.url ?? '')).toBe(200);
  });

  it('dies at once with its subscriber, old and new', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    const rotated = await rotateSubscriber(ctx, unitId, made.id);
    await revokeSubscriber(ctx, unitId, made.id);
    expect(await status(made.url)).toBe(404);
    expect(await status(rotated.url)).toBe(404);
    expect(await listSubscribers(ctx, unitId)).toEqual([]);
    await expect(revokeSubscriber(ctx, unitId, made.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a counterpart', () => {
  it('has one link of a unit, also when two ask at once; another unit’s link may have it where it closes both', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-01', '2026-05-02');
    const input = { ...INPUT, source: { calendarId } };
    const both = await Promise.allSettled([
      createSubscriber(ctx, unitId, input),
      createSubscriber(ctx, unitId, input),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'conflict' });
    const other = await createSubscriber(ctx, unitId, INPUT);
    await expect(updateSubscriber(ctx, unitId, other.id, { source: { calendarId } })).rejects.toMatchObject({
      code: 'conflict',
    });
    const second = await addUnit(ctx, propertyId);
    expect((await createSubscriber(ctx, second, input)).source).toEqual({ calendarId, name: 'Airbnb' });
  });

  it('is free again once its link is revoked', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-02');
    const first = await createSubscriber(ctx, unitId, { ...INPUT, source: { calendarId } });
    await revokeSubscriber(ctx, unitId, first.id);
    await createSubscriber(ctx, unitId, { ...INPUT, source: { calendarId } });
  });

  it.each<[string, string]>([
    ['of another unit', 'invalid_input'],
    ['of another organization', 'not_found'],
    ['that does not exist', 'not_found'],
    ['for the feed of several units', 'choose_unit'],
  ])('%s is refused as %s and nothing is made', async (which, code) => {
    const { ctx, unitId, propertyId } = await world.org();
    const second = await addUnit(ctx, propertyId);
    const other = await world.org();
    const calendarId = {
      'of another unit': () => makeClosure(ctx, { propertyId, unitId: second }, '2026-05-01', '2026-05-02'),
      'of another organization': () => makeClosure(other.ctx, other, '2026-05-01', '2026-05-02'),
      'that does not exist': async () => ({ calendarId: newId('calendar') }),
      'for the feed of several units': () =>
        makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-02'),
    }[which];
    const input = { ...INPUT, source: { calendarId: (await calendarId?.())?.calendarId ?? '' } };
    const id = code === 'choose_unit' ? propertyId : unitId;
    await expect(createSubscriber(ctx, id, input)).rejects.toMatchObject({ code });
    expect(await ctx.db.select().from(subscribers).where(eq(subscribers.orgId, ctx.org))).toEqual([]);
  });
});

describe('what the source of a calendar could have known', () => {
  it('is nothing until a link names it, and then every version it fetched, live or revoked', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-02');
    const plain = await ensurePlainToken(ctx, unitId);
    await call(plain.url);
    expect(await readKnowledge(ctx, calendarId)).toEqual({ linked: false, fetches: [] });
    const made = await createSubscriber(ctx, unitId, { ...INPUT, source: { calendarId } });
    expect(await readKnowledge(ctx, calendarId)).toEqual({ linked: true, fetches: [] });
    await call(made.url);
    const first = world.clock.now();
    await call(made.url); // again the same: told once, kept once
    const [applied] = await apply(ctx, stay('direct:1', unitId, '2026-06-01', '2026-06-04'));
    world.clock.advance({ minutes: 15 });
    const second = await call(made.url);
    await call(made.url, { headers: { 'if-none-match': second.headers.get('etag') ?? '' } });
    await call(made.url, { method: 'HEAD' });
    await revokeSubscriber(ctx, unitId, made.id);
    const known = await readKnowledge(ctx, calendarId, unitId);
    expect(applied?.outcome).toBe('created');
    expect(known).toEqual({
      linked: true,
      fetches: [
        {
          unitId,
          version: 2,
          at: world.clock.now(),
          told: [{ checkIn: '2026-06-01', checkOut: '2026-06-04' }],
        },
        { unitId, version: 1, at: first, told: [] },
      ],
    });
    const elsewhere = await world.org();
    expect(await readKnowledge(elsewhere.ctx, calendarId)).toEqual({ linked: false, fetches: [] });
  });

  it('keeps apart the units that one calendar closes', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const second = await addUnit(ctx, propertyId);
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-01', '2026-05-02');
    const made = await createSubscriber(ctx, second, { ...INPUT, source: { calendarId } });
    await call(made.url);
    expect((await readKnowledge(ctx, calendarId, second)).fetches).toHaveLength(1);
    expect(await readKnowledge(ctx, calendarId, unitId)).toEqual({ linked: false, fetches: [] });
  });

  it('is not what the link fetched while it had another counterpart, whose bookings were left out of it', async () => {
    const { ctx, unitId, propertyId } = await world.org();
    const a = await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-02');
    const b = await makeClosure(ctx, { propertyId, unitId }, '2026-06-01', '2026-06-02');
    const made = await createSubscriber(ctx, unitId, INPUT);
    await call(made.url);
    await updateSubscriber(ctx, unitId, made.id, { source: { calendarId: a.calendarId } });
    expect((await readKnowledge(ctx, a.calendarId)).fetches).toHaveLength(1);
    await updateSubscriber(ctx, unitId, made.id, { source: { calendarId: b.calendarId } });
    expect(await readKnowledge(ctx, b.calendarId)).toEqual({ linked: true, fetches: [] });
  });
});

describe('a change to a subscriber', () => {
  it('shows in its feed at once, under another tag', async () => {
    const { ctx, unitId } = await world.org();
    await apply(
      ctx,
      stay('airbnb:HMAAAAAAAA', unitId, '2026-09-01', '2026-09-04', { guest: { name: 'Ann' } }),
    );
    const made = await createSubscriber(ctx, unitId, INPUT);
    const before = await call(made.url);
    await updateSubscriber(ctx, unitId, made.id, { privacy: 'first_name', name: 'Cleaner' });
    const after = await call(made.url, { headers: { 'if-none-match': before.headers.get('etag') ?? '' } });
    expect(after.status).toBe(200);
    expect(after.bytes.toString()).toContain('SUMMARY:Reserved - Ann');
    expect((await journalOf(ctx, 'subscriber.updated'))[0]?.after).toMatchObject({ name: 'Cleaner' });
  });

  it('that changes nothing leaves no record', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    await updateSubscriber(ctx, unitId, made.id, { name: 'Airbnb', privacy: 'busy', source: null });
    expect(await journalOf(ctx, 'subscriber.updated')).toEqual([]);
  });
});

describe('last fetched', () => {
  it('is known of visits that found nothing new, with the usual time between them', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    expect(made).toMatchObject({ lastFetchedAt: null, usualIntervalMinutes: null });
    const first = await call(made.url);
    for (let i = 0; i < 3; i++) {
      world.clock.advance({ minutes: 30 });
      const again = await call(made.url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
      expect(again.status).toBe(304);
    }
    const [told] = await listSubscribers(ctx, unitId);
    expect(told?.lastFetchedAt).toBe(world.clock.now().toString());
    expect(told?.usualIntervalMinutes).toBe(30);
  });

  it('is remembered with the usual time between visits when a process starts anew', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    for (let i = 0; i < 25; i++) {
      if (i > 0) world.clock.advance({ minutes: 10 });
      await call(made.url);
    }
    // Read before they are written: whoever just tried a link must see it.
    expect((await listLastReads(ctx))[0]).toMatchObject({
      usualMinutes: 10,
      lastReadAt: world.clock.now().toString(),
    });
    await flushSeen(ctx);
    const [row] = await ctx.db.select().from(feedTokens).where(eq(feedTokens.subscriberId, made.id));
    const last = Math.floor(world.clock.now().epochMilliseconds / 1000);
    expect(row?.visits).toEqual(Array.from({ length: 20 }, (_, i) => last - (19 - i) * 600));
    expect((await listLastReads(ctx))[0]?.usualMinutes).toBe(10);
  });

  it('loses no visit where two processes write at once', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    await call(made.url);
    await flushSeen(ctx);
    const isOurs = eq(feedTokens.subscriberId, made.id);
    const [first] = await ctx.db.select().from(feedTokens).where(isOurs);
    const other = (first?.visits[0] ?? 0) + 60;
    world.clock.advance({ minutes: 2 });
    await call(made.url);
    let ours: Promise<void> | undefined;
    await ctx.db.transaction(async (tx) => {
      await tx
        .update(feedTokens)
        .set({ visits: [other - 60, other] })
        .where(isOurs);
      ours = flushSeen(ctx); // waits for the row
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await ours;
    const [row] = await ctx.db.select().from(feedTokens).where(isOurs);
    expect(row?.visits).toEqual([other - 60, other, other + 60]);
  });

  it('is written with the next visit where the database could not take it', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    await call(made.url);
    const broken = { db: { execute: () => Promise.reject(new Error('away')) } };
    await expect(flushSeen(broken as never)).rejects.toThrow('away'); // a database of one verb
    await flushSeen(ctx);
    expect((await listSubscribers(ctx, unitId))[0]?.lastFetchedAt).toBe(world.clock.now().toString());
  });

  it('never goes back, whichever process writes last', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(ctx, unitId, INPUT);
    await call(made.url);
    const later = world.clock.now().add({ hours: 1 });
    await ctx.db.update(feedTokens).set({ lastFetchedAt: later }).where(eq(feedTokens.subscriberId, made.id));
    await flushSeen(ctx);
    expect((await listSubscribers(ctx, unitId))[0]?.lastFetchedAt).toBe(later.toString());
  });
});

describe('who may', () => {
  it('a viewer sees no link, a manager sees them, only an admin changes them', async () => {
    const { ctx, unitId } = await world.org();
    const made = await createSubscriber(as(ctx, 'admin'), unitId, INPUT);
    const [viewer, manager] = [as(ctx, 'viewer'), as(ctx, 'manager')];
    const forbidden = { code: 'forbidden' };
    await expect(listSubscribers(viewer, unitId)).rejects.toMatchObject(forbidden);
    await expect(ensurePlainToken(viewer, unitId)).rejects.toMatchObject(forbidden);
    expect((await listSubscribers(manager, unitId))[0]?.url).toBe(made.url);
    expect((await ensurePlainToken(manager, unitId)).token).toHaveLength(64);
    await expect(regeneratePlainToken(manager, unitId)).rejects.toMatchObject(forbidden);
    await expect(createSubscriber(manager, unitId, INPUT)).rejects.toMatchObject(forbidden);
    await expect(updateSubscriber(manager, unitId, made.id, { name: 'x' })).rejects.toMatchObject(forbidden);
    await expect(rotateSubscriber(manager, unitId, made.id)).rejects.toMatchObject(forbidden);
    await expect(revokeSubscriber(manager, unitId, made.id)).rejects.toMatchObject(forbidden);
  });

  it('another organization’s calendars and subscribers do not exist', async () => {
    const mine = await world.org();
    const other = await world.org();
    const made = await createSubscriber(other.ctx, other.unitId, INPUT);
    const unknown = { code: 'not_found' };
    await expect(listSubscribers(mine.ctx, other.unitId)).rejects.toMatchObject(unknown);
    await expect(ensurePlainToken(mine.ctx, other.propertyId)).rejects.toMatchObject(unknown);
    await expect(regeneratePlainToken(mine.ctx, other.unitId)).rejects.toMatchObject(unknown);
    await expect(createSubscriber(mine.ctx, other.unitId, INPUT)).rejects.toMatchObject(unknown);
    await expect(revokeSubscriber(mine.ctx, mine.unitId, made.id)).rejects.toMatchObject(unknown);
    await expect(rotateSubscriber(mine.ctx, mine.unitId, made.id)).rejects.toMatchObject(unknown);
    await expect(updateSubscriber(mine.ctx, mine.unitId, made.id, { name: 'x' })).rejects.toMatchObject(
      unknown,
    );
    expect(await status(made.url)).toBe(200);
  });
});

describe('over HTTP', () => {
  it('an API key makes, lists, changes, rotates and ends links', async () => {
    const { ctx, unitId } = await world.org();
    const { key } = await createApiKey(program(ctx), { name: 'Program', role: 'admin' });
    const visitor = new Visitor();
    const params = { id: unitId };
    const headers = { authorization: `Bearer ${key}` };
    const token = await visitor.send(tokenRoute.GET, 'GET', { params, headers });
    expect(token.status).toBe(200);
    expect(token.body.url).toContain(`/api/calendar/${unitId}/feed.ics?token=${token.body.token}`);
    const anew = await visitor.send(tokenRoute.POST, 'POST', { params, headers });
    expect(anew.body.token).not.toBe(token.body.token);
    const made = await visitor.send(subscribersRoute.POST, 'POST', {
      params,
      headers,
      body: { name: 'Vrbo' },
    });
    expect(made.status).toBe(201);
    expect(Object.keys(made.body)[0]).toBe('id');
    expect(made.body).toMatchObject({ name: 'Vrbo', privacy: 'busy', source: null, oldLink: null });
    const path = `/?subscriber=${made.body.id}`;
    const rotated = await visitor.send(subscribersRoute.PATCH, 'PATCH', {
      params,
      headers,
      path,
      body: { rotate: true },
    });
    expect(rotated.status).toBe(200);
    expect(rotated.body.oldLink.expiresAt).toBeTruthy();
    const listed = await visitor.send(subscribersRoute.GET, 'GET', { params, headers });
    expect(listed.body.items.map((one: { name: string }) => one.name)).toEqual(['Calendar link', 'Vrbo']);
    const ended = await visitor.send(subscribersRoute.DELETE, 'DELETE', { params, headers, path });
    expect(ended.status).toBe(204);
    const again = await visitor.send(subscribersRoute.DELETE, 'DELETE', { params, headers, path });
    expect(again.status).toBe(404);
  });

  it.each([
    ['no name', {}],
    ['a level that is none', { name: 'x', privacy: 'everything' }],
    ['a counterpart that is no calendar’s id', { name: 'x', source: { calendarId: 'x' } }],
  ])('a body with %s is refused as a whole', async (_, body) => {
    const { ctx, unitId } = await world.org();
    const { key } = await createApiKey(program(ctx), { name: 'Program', role: 'admin' });
    const answer = await new Visitor().send(subscribersRoute.POST, 'POST', {
      params: { id: unitId },
      headers: { authorization: `Bearer ${key}` },
      body,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid_input');
    expect(await listSubscribers(ctx, unitId)).toEqual([]);
  });

  it('nobody gets no link', async () => {
    const { unitId } = await world.org();
    const answer = await new Visitor().send(tokenRoute.GET, 'GET', { params: { id: unitId } });
    expect(answer.status).toBe(401);
  });
});
