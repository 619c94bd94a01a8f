import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connections } from '#db/schema/connections.ts';
import { channelNights, deliveries, foundClosures, pushStates } from '#db/schema/push.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import { pollListings } from '#lib/domain/intake/poll-listings.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { night } from '#lib/kernel/nights.ts';
import { type AvitoWorld, avitoWorld } from '#tests/contract/avito-world.ts';
import { newHost as newOwner } from '#tests/integration/connections/world.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { begin, check, comeBack, end, type Host, newUnit } from './world.ts';

/* What goes out to Avito, by the adapter and the engine together, against the simulator over real HTTP. */

let runtime: TestRuntime;
let avito: AvitoWorld;
const clock = {
  now: () => {
    // What was read after a call came after it, as on any machine.
    avito.advance({ milliseconds: 1 });
    return avito.now();
  },
};

beforeAll(async () => {
  avito = await avitoWorld({});
  runtime = await startTestRuntime({ clock, env: { SIGNUP: 'open' } });
});
afterAll(() => runtime?.end());
afterEach(() => avito.close());

async function told(settings: Record<string, unknown>) {
  await runtime.db.delete(connections);
  avito = await avitoWorld({ start: '2026-12-01T08:00:00Z', ...settings });
  const { provider, app } = avito;
  const perListing = { seconds: 10, perSecond: 5 };
  const channel = { provider, app, webhookSecrets: [], pollMinutes: 60, perListing, doorAllow: [] };
  Object.assign(runtime.channels, { avito: channel, airbnb: null, booking: null });
  const owner = await newOwner({ runtime });
  const host: Host = { ...owner, ...(await newUnit(owner)) };
  const { body } = await begin(host, { propertyId: host.propertyId });
  const back = await avito.consent(new URL(body.authorizeUrl), 'approve');
  await comeBack(host, back.searchParams);
  const [itemId = ''] = avito.account.listingIds;
  const picked = { flow: body.flow, accountId: avito.account.id, itemId };
  expect(await check(host, picked)).toMatchObject({ status: 200 });
  const { id, connectionId } = (await end(host, { ...picked, markup: 15 })).body;
  const { ctx, unitId } = host;
  await readBack(ctx, connectionId);
  await pushConnection(ctx, connectionId);
  avito.advance({ minutes: 5 });
  const block = (from: string, to: string) => createBlock(ctx, { unitId, from: night(from), to: night(to) });
  const push = () => pushConnection(ctx, connectionId);
  /** As Avito publishes it, brought in. */
  const shows = async (at: string) => {
    avito.advance({ hours: 25 });
    await readBack(ctx, connectionId);
    const [row] = await ctx.db
      .select()
      .from(channelNights)
      .where(and(eq(channelNights.mappingId, id), eq(channelNights.night, night(at))));
    return row?.observed?.units;
  };
  const outcomes = async () => {
    const rows = await ctx.db.select().from(deliveries).where(eq(deliveries.connectionId, connectionId));
    return rows.map((row) => row.outcome);
  };
  return { host, ctx, id, connectionId, itemId, block, push, shows, outcomes };
}

describe.each([
  { closeDates: 'replace', conflicts: 'told' },
  { closeDates: 'merge', conflicts: 'untold' },
])('Avito, which will $closeDates what is closed, conflicts $conflicts', (settings) => {
  it('closes what is sold elsewhere, and opens it again', async () => {
    const { ctx, block, push, shows, outcomes } = await told(settings);
    const one = await block('2027-02-10', '2027-02-12');
    await push();
    expect(await shows('2027-02-10')).toBe(0);
    await block('2027-03-10', '2027-03-12');
    await push();
    await deleteBlock(ctx, one.id);
    expect(await push()).toEqual({ nextAt: null, reason: null });
    expect(await outcomes()).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await shows('2027-02-10')).toBe(1);
    expect(await shows('2027-03-11')).toBe(0);
    expect(await shows('2027-03-12')).toBe(1);
    expect(await ctx.db.select().from(foundClosures).where(eq(foundClosures.orgId, ctx.org))).toEqual([]);
  });

  it('closes the others of a stretch of which a guest has one, and takes him in', async () => {
    const { ctx, id, connectionId, itemId, block, push, shows } = await told(settings);
    const code = await avito.book({ listingId: itemId, checkIn: '2027-02-13', checkOut: '2027-02-14' });
    await block('2027-02-10', '2027-02-17');
    await push();
    const [state] = await ctx.db.select().from(pushStates).where(eq(pushStates.mappingId, id));
    expect(state).toMatchObject({ dirtyFrom: null, lastErrorCode: null });
    for (const at of ['2027-02-10', '2027-02-12', '2027-02-14', '2027-02-16'])
      expect(await shows(at)).toBe(0);
    await avito.cancel(code);
    avito.advance({ seconds: 10 });
    await pollListings(ctx, connectionId);
    await push();
    expect(await shows('2027-02-13')).toBe(0);
  });

  it('keeps a guest’s nights as they are, and opens them once he has cancelled', async () => {
    const { ctx, connectionId, itemId, block, push, shows } = await told(settings);
    const code = await avito.book({ listingId: itemId, checkIn: '2027-02-13', checkOut: '2027-02-15' });
    await pollListings(ctx, connectionId);
    const one = await block('2027-03-10', '2027-03-12');
    await push();
    await deleteBlock(ctx, one.id);
    await push();
    await avito.cancel(code);
    avito.advance({ seconds: 10 });
    await pollListings(ctx, connectionId);
    await push();
    expect(await shows('2027-02-13')).toBe(1);
    expect(await ctx.db.select().from(foundClosures).where(eq(foundClosures.orgId, ctx.org))).toEqual([]);
  });
});
