import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { webhookCalls } from '#db/schema/connections.ts';
import { storeInbound } from '#lib/domain/calendars/inbound.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listJournal } from '#lib/domain/journal/queries.ts';
import { getMessage, listMessages } from '#lib/domain/messages/queries.ts';
import { replayMessage } from '#lib/domain/messages/replay.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { createChannels } from '#lib/providers/registry.ts';
import { type CalendarWorld, calendarWorld } from '#tests/integration/calendars/world.ts';
import { bookings, soldUnit } from '#tests/integration/intake/world.ts';
import { calendarText } from '#tests/support/feed-host.ts';

const { airbnb } = createChannels(
  {
    airbnb: {
      app: null,
      authorizeUrl: 'http://localhost:1/consent',
      apiUrl: 'http://localhost:1',
      webhookSecrets: [],
      scopes: '',
      pollMinutes: 15,
    },
  },
  systemClock,
);

let w: CalendarWorld;
/** Whoever is waked or told of something: nobody may be by what is undone. */
const told: string[] = [];
beforeAll(async () => {
  w = await calendarWorld({
    channels: { airbnb, booking: null, avito: null },
    wake: async () => {
      told.push('wake');
    },
    notify: async ({ topics }) => {
      told.push(...topics);
    },
  });
});
afterAll(() => w.close());

let next = 0;

/** What Airbnb answered about one listing, as it is kept. */
async function kept(part: Record<string, unknown> = {}) {
  const ctx = await w.org();
  const listing = String(5000 + ++next);
  const sold = await soldUnit(ctx, listing);
  return { ctx, listing, ...sold, messageId: await answer(ctx, sold.connectionId, listing, part) };
}

function answer(
  ctx: Ctx,
  connectionId: string,
  listing: string,
  part: Record<string, unknown> = {},
  name = `reservations ${listing}  ${newId('job')}`,
) {
  const reservation = {
    confirmation_code: `HM${listing}`,
    listing_id: listing,
    start_date: '2027-01-01',
    end_date: '2027-01-04',
    status_type: 'accept',
    guest_first_name: 'Zebedee',
    host_currency: 'EUR',
    booked_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T11:00:00Z',
    ...part,
  };
  const body = Buffer.from(JSON.stringify({ reservations: [reservation], metadata: { record_count: 1 } }));
  return storeInbound(ctx, { kind: 'poll', id: connectionId }, body, name);
}

/** Every row of every table, as one text. */
async function everything(): Promise<string> {
  const tables = await w.deps.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await w.deps.db.execute<{ all: string | null }>(
      sql`select string_agg(t::text, chr(10) order by t::text) as all from ${sql.identifier(name)} t`,
    );
    parts.push(`${name}\n${row?.all ?? ''}`);
  }
  return parts.join('\n\n');
}

describe('trying a message again', () => {
  it('says what it would change, and leaves every row of the database as it was, nobody waked or told', async () => {
    const { ctx, messageId, unitId } = await kept();
    const before = await everything();
    told.length = 0;
    const tried = await replayMessage(ctx, messageId, 'try');
    expect(tried).toMatchObject({ mode: 'try', outcome: 'changes', why: null, said: 1, unreadable: 0 });
    expect(tried.changes).toMatchObject([
      {
        action: 'reservation.created',
        unitId,
        reason: 'applied again',
        messageId,
        after: { checkIn: '2027-01-01', checkOut: '2027-01-04' },
      },
    ]);
    expect(tried.names[unitId]).toBe('Loft');
    expect(await everything()).toBe(before);
    expect(told).toEqual([]);
  });

  it('applied for good it does what was said, and the second time nothing', async () => {
    const { ctx, listing, messageId } = await kept();
    const tried = await replayMessage(ctx, messageId, 'try');
    const done = await replayMessage(ctx, messageId, 'apply');
    expect(done.outcome).toBe('changes');
    const facts = (one: typeof done) => one.changes.map(({ action, unitId }) => ({ action, unitId }));
    expect(facts(done)).toEqual(facts(tried));
    expect((await bookings(ctx)).get(`HM${listing}`)).toMatchObject({ status: 'confirmed' });
    expect((await listJournal(ctx, { message: messageId, limit: 10 })).items).toMatchObject([
      { actor: { kind: 'user' }, reason: 'applied again' },
    ]);
    const before = await everything();
    expect(await replayMessage(ctx, messageId, 'try')).toMatchObject({ outcome: 'nothing', changes: [] });
    expect(await replayMessage(ctx, messageId, 'apply')).toMatchObject({ outcome: 'nothing', changes: [] });
    expect(await everything()).toBe(before);
    expect(await getMessage(ctx, messageId)).toMatchObject({ outcome: 'changed', changes: 1 });
  });

  it('of two that apply it at once one does, and one booking stands', async () => {
    const { ctx, messageId } = await kept();
    const both = await Promise.all([1, 2].map(() => replayMessage(ctx, messageId, 'apply')));
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['changes', 'nothing']);
    expect((await bookings(ctx)).size).toBe(1);
  });

  it('an older answer never undoes a newer one of the same list', async () => {
    const { ctx, listing, connectionId, messageId } = await kept({ updated_at: undefined });
    w.clock.advance({ minutes: 1 });
    const later = await answer(ctx, connectionId, listing, { end_date: '2027-01-06', updated_at: undefined });
    await replayMessage(ctx, later, 'apply');
    const before = await everything();
    for (const mode of ['try', 'apply'] as const)
      expect(await replayMessage(ctx, messageId, mode)).toMatchObject({ outcome: 'held', why: 'superseded' });
    expect(await everything()).toBe(before);
  });

  it('what another word changed since is not changed back', async () => {
    const { ctx, connectionId, listing, messageId } = await kept({ updated_at: undefined });
    w.clock.advance({ minutes: 1 });
    const moved = { end_date: '2027-01-06', updated_at: undefined };
    const one = await answer(ctx, connectionId, listing, moved, `reservation HM${listing} x`);
    await replayMessage(ctx, one, 'apply');
    const before = await everything();
    expect(await replayMessage(ctx, messageId, 'apply')).toMatchObject({
      outcome: 'held',
      why: 'changed_since',
    });
    expect(await everything()).toBe(before);
  });

  it('what cannot be applied says why: a hint, a question, nights, a source that is gone, what no reader reads', async () => {
    const { ctx, connectionId } = await kept();
    const body = Buffer.from('{"action":"x"}');
    const keep = (kind: 'webhook' | 'gate' | 'poll', name: string, id = connectionId, bytes = body) =>
      storeInbound(ctx, { kind, id }, bytes, name);
    for (const [id, why] of [
      [await keep('webhook', 'a'), 'hint'],
      [await keep('gate', 'b'), 'question'],
      [await keep('poll', 'nights 1 2'), 'nights'],
      [await keep('poll', 'listings  x'), 'listings'],
      [await keep('poll', 'reservations 1  y', newId('connection')), 'source_gone'],
      [await keep('poll', 'reservations 1  z', connectionId, Buffer.from('<html>')), 'unreadable'],
    ] as const)
      expect(await replayMessage(ctx, id, 'apply')).toMatchObject({ outcome: 'held', why });
  });

  it('is for those who may sync, and of the organization’s own messages only', async () => {
    const { ctx, messageId } = await kept();
    const other = await w.org();
    await expect(replayMessage(other, messageId, 'try')).rejects.toMatchObject({ code: 'not_found' });
    await expect(getMessage(other, messageId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listMessages(other, { limit: 50 })).items).toEqual([]);
    await expect(replayMessage(w.as(ctx, 'viewer'), messageId, 'try')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('trying a calendar’s answer again', () => {
  it('the last one says what stands; one before it would undo the last, and is held', async () => {
    const { ctx, poll } = await w.follow();
    const june = { uid: 'june@vrbo', from: '2027-06-20', to: '2027-06-24', summary: 'Reserved - Zebedee' };
    const july = { uid: 'july@vrbo', from: '2027-07-20', to: '2027-07-24', summary: 'Reserved - Bob' };
    await poll({ body: calendarText([june]) });
    await poll({ body: calendarText([june, july]) });
    const { items } = await listMessages(ctx, { way: 'feed', limit: 10 });
    expect(items.map(({ outcome }) => outcome)).toEqual(['changed', 'changed']);
    const [last, first] = items;
    expect((await getMessage(ctx, first?.id ?? '')).body).not.toContain('Zebedee');
    const before = await everything();
    expect(await replayMessage(ctx, last?.id ?? '', 'apply')).toMatchObject({ outcome: 'nothing', said: 2 });
    expect(await everything()).toBe(before);
    const older = await replayMessage(ctx, first?.id ?? '', 'apply');
    expect(older.outcome).not.toBe('changes');
    expect(await everything()).toBe(before);
  });
});

describe('what came in', () => {
  it('is listed newest first with what came of it, calls that were not believed among it, and filtered', async () => {
    const { ctx, connectionId, listing, messageId } = await kept();
    w.clock.advance({ minutes: 1 });
    const call = {
      id: newId('webhookCall'),
      orgId: ctx.org,
      provider: 'airbnb',
      receivedAt: w.clock.now(),
      verdict: 'refused',
      reason: 'bad_signature',
      bodyHash: 'x',
      bodyBytes: 12,
    } as const;
    await ctx.db.insert(webhookCalls).values(call);
    const ids = async (asked: Omit<Parameters<typeof listMessages>[1], 'limit'>) =>
      (await listMessages(ctx, { ...asked, limit: 50 })).items.map(({ id }) => id);
    expect(await ids({})).toEqual([call.id, messageId]);
    expect(await ids({ outcome: 'refused' })).toEqual([call.id]);
    expect(await ids({ outcome: 'nothing' })).toEqual([messageId]);
    expect(await ids({ outcome: 'changed' })).toEqual([]);
    expect(await ids({ source: connectionId })).toEqual([messageId]);
    expect(await ids({ q: `HM${listing}` })).toEqual([messageId]);
    expect(await ids({ q: 'nothing like it' })).toEqual([]);
    expect(await ids({ way: 'webhook' })).toEqual([call.id]);
    const first = await listMessages(ctx, { limit: 1 });
    expect(await ids({ cursor: first.nextCursor ?? '' })).toEqual([messageId]);
    expect(await getMessage(ctx, call.id)).toMatchObject({ body: null, replay: { isPossible: false } });
    expect(await getMessage(ctx, messageId)).toMatchObject({
      about: { kind: 'reservations', name: listing },
      source: { name: 'Host', provider: 'airbnb' },
      body: expect.not.stringContaining('Zebedee'),
    });
  });

  it('a calendar’s answer that could not be read is told as such', async () => {
    const { ctx, poll, calendarId } = await w.follow();
    await poll({ body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n' }).catch(() => null);
    const [row] = await ctx.db.select().from(inboundMessages).where(eq(inboundMessages.sourceId, calendarId));
    if (!row) return;
    expect((await listMessages(ctx, { outcome: 'unreadable', limit: 5 })).items).toMatchObject([
      { id: row.id, outcome: 'unreadable' },
    ]);
  });
});
