import { and, eq } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { channelNights, deliveries, foundClosures, pushStates, rates } from '#db/schema/push.ts';
import { jobs } from '#db/schema/work.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyReservations } from '#lib/domain/intake/apply-reservations.ts';
import { markDirty, oweFirstContact } from '#lib/domain/push/mark-dirty.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import type { ProviderId } from '#lib/providers/contract.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import { booking } from '#tests/integration/intake/channel.ts';
import { connect } from '#tests/integration/intake/world.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { FakeSeller } from './fake-port.ts';

export const TODAY = '2026-05-01';

export type PushWorld = {
  readonly world: TestWorld;
  readonly clock: ReturnType<typeof testClock>;
  readonly sellers: Readonly<Record<ProviderId, FakeSeller>>;
};

/** Three channels: two that sell homes, one (booking) that counts. */
export async function pushWorld(
  options: {
    maxUnits?: number;
    perMinute?: number;
    horizonNights?: number;
    avitoUnits?: number;
    ticks?: boolean;
  } = {},
): Promise<PushWorld> {
  const clock = options.ticks ? ticking() : testClock(`${TODAY}T08:00:00Z`);
  const { perMinute = 6000, horizonNights = 60 } = options;
  const sellers = {
    airbnb: new FakeSeller({ perMinute, horizonNights }),
    booking: new FakeSeller({ perMinute, maxUnits: options.maxUnits ?? 254, quantity: 1 }),
    avito: new FakeSeller({ perMinute, maxUnits: options.avitoUnits ?? 1 }),
  };
  const channels = {
    airbnb: sellers.airbnb.channel(),
    booking: sellers.booking.channel(),
    avito: sellers.avito.channel(),
  };
  const world = await testWorld({ clock, deps: { channels }, max: 8 });
  return { world, clock, sellers };
}

/** A moment goes by each time somebody looks, as on any machine: what was read after a call came after it. */
function ticking(): ReturnType<typeof testClock> {
  const clock = testClock(`${TODAY}T08:00:00Z`);
  const now = () => {
    clock.advance({ milliseconds: 1 });
    return clock.now();
  };
  return { ...clock, now };
}

export type Sold = { readonly connectionId: string; readonly mappingId: string; readonly listingId: string };

/** An account of the channel with one listing that stands for these units; not read yet. */
export async function sell(
  ctx: Ctx,
  provider: ProviderId,
  externalId: string,
  unitIds: readonly string[],
  into?: string,
  currency = 'EUR',
): Promise<Sold> {
  const connectionId = into ?? (await connect(ctx, { provider }));
  const [listingId, mappingId, now] = [newId('listing'), newId('mapping'), ctx.clock.now()];
  const ids = { orgId: ctx.org, connectionId };
  await ctx.db.insert(listings).values({
    ...ids,
    id: listingId,
    externalId,
    name: externalId,
    currency,
    isSold: true,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
  });
  await ctx.db.insert(mappings).values({
    ...ids,
    id: mappingId,
    listingId,
    unitId: unitIds[0] ?? '',
    stage: 'active',
    activatedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  await ctx.db
    .insert(mappingUnits)
    .values(unitIds.map((unitId, position) => ({ orgId: ctx.org, mappingId, unitId, position })));
  await inTx(ctx, (tx) => oweFirstContact(tx, { id: connectionId, provider }, [mappingId]));
  return { connectionId, mappingId, listingId };
}

/** First contact, and all that it leads to. */
export async function settled(ctx: Ctx, ...sold: readonly Sold[]): Promise<void> {
  for (const { connectionId } of sold) {
    await readBack(ctx, connectionId);
    await pushConnection(ctx, connectionId);
  }
}

/** What a channel tells of a booking, taken in. */
export async function hear(
  ctx: Ctx,
  provider: ProviderId,
  sold: Sold,
  ...told: readonly ChannelReservation[]
): Promise<void> {
  const from = { id: sold.connectionId, provider };
  await inTx(ctx, (tx) => applyReservations(tx, from, { items: told, unreadable: [] }, { reason: 'test' }));
}

/** A booking that came about just now. */
export function guest(
  ctx: Ctx,
  code: string,
  listing: string,
  checkIn: string,
  checkOut: string,
  more: Partial<ChannelReservation> = {},
) {
  const at = ctx.clock.now();
  return booking(code, listing, checkIn, checkOut, { bookedAt: at, changedAt: at, ...more });
}

export async function price(
  ctx: Ctx,
  unitId: string,
  nights: readonly string[],
  minor: number | null,
): Promise<void> {
  const rows = nights.map((one) => {
    return { orgId: ctx.org, unitId, night: night(one), priceMinor: minor, updatedAt: ctx.clock.now() };
  });
  await inTx(ctx, async (tx) => {
    await tx.db
      .insert(rates)
      .values(rows)
      .onConflictDoUpdate({ target: [rates.unitId, rates.night], set: { priceMinor: minor } });
    await markDirty(tx, { unitIds: [unitId], heardAt: tx.clock.now() });
  });
}

export async function stateOf(ctx: Ctx, { mappingId }: Sold) {
  const [row] = await ctx.db.select().from(pushStates).where(eq(pushStates.mappingId, mappingId));
  if (!row) throw new Error('never activated');
  return row;
}

export async function nightOf(ctx: Ctx, { mappingId }: Sold, at: string) {
  const [row] = await ctx.db
    .select()
    .from(channelNights)
    .where(and(eq(channelNights.mappingId, mappingId), eq(channelNights.night, night(at))));
  return row;
}

export function deliveriesOf(ctx: Ctx, { connectionId }: Sold) {
  return ctx.db
    .select()
    .from(deliveries)
    .where(eq(deliveries.connectionId, connectionId))
    .orderBy(deliveries.startedAt, deliveries.id);
}

export async function foundOf(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.select().from(foundClosures).where(eq(foundClosures.orgId, ctx.org));
  return rows
    .map(
      (row) =>
        `${row.checkIn}..${row.checkOut} ${row.unitId ? 'unit' : row.units} ${row.reason} ${row.resolution}`,
    )
    .sort();
}

/** Connections for which a push waits to be worked. */
export async function owedPushes(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .select({ key: jobs.key })
    .from(jobs)
    .where(and(eq(jobs.orgId, ctx.org), eq(jobs.kind, 'channel.push'), eq(jobs.state, 'pending')));
  return rows.map((row) => row.key).sort();
}
