import { and, asc, eq } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { memberships, users } from '#db/schema/organizations.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import { saveConnection } from '#lib/domain/connections/save-connection.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyTold } from '#lib/domain/mappings/apply-told.ts';
import { placeOn, readMappedUnits } from '#lib/domain/mappings/mapped-unit.ts';
import { saveMappings } from '#lib/domain/mappings/save-mappings.ts';
import type { MappingChange } from '#lib/domain/mappings/schemas.ts';
import { storeListings } from '#lib/domain/mappings/store-listings.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { APP, FakeChannel } from '../connections/fake-channel.ts';

type Provider = 'airbnb' | 'booking';

/** A connected account, without asking any channel. */
export async function connect(ctx: Ctx, provider: Provider = 'airbnb', account = newId('user')) {
  const id = newId('connection');
  const now = ctx.clock.now();
  await ctx.db.insert(connections).values({
    id,
    orgId: ctx.org,
    provider,
    accountId: account,
    accountName: `Account ${account}`,
    status: 'connected',
    connectedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}

export function listingOf(externalId: string, more: Partial<ChannelListing> = {}): ChannelListing {
  return {
    externalId,
    name: `Listing ${externalId}`,
    group: null,
    quantity: 1,
    ratePlans: [],
    address: null,
    city: null,
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    capacity: 4,
    bedrooms: 1,
    pictureUrl: null,
    isSold: true,
    syncScope: 'sync_all',
    ...more,
  };
}

/** A whole import of these listings. @returns our ids, in their order */
export async function importListings(
  ctx: Ctx,
  connectionId: string,
  told: readonly ChannelListing[],
): Promise<string[]> {
  await storeListings(ctx, { connectionId, listings: told, isWhole: true, askedAt: ctx.clock.now() });
  const rows = await ctx.db.select().from(listings).where(eq(listings.connectionId, connectionId));
  return told.map((one) => rows.find((row) => row.externalId === one.externalId)?.id ?? '');
}

export type Booking = {
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly status?: 'pending' | 'confirmed' | 'cancelled';
  readonly guest?: string;
};

/** What a poll or a webhook does once it has read a reservation: the unit is looked up where it is used. */
export function hear(
  ctx: Ctx,
  source: { readonly connectionId: string; readonly listingId: string; readonly provider?: Provider },
  booking: Booking,
) {
  return inTx(ctx, async (tx) => {
    const unitIds = (await readMappedUnits(tx, [source.listingId])).get(source.listingId) ?? [];
    const [applied] = await applyTold(
      tx,
      [
        {
          channel: source.provider ?? 'airbnb',
          externalId: booking.code,
          roomRef: '1',
          ...placeOn(unitIds),
          listingId: source.listingId,
          connectionId: source.connectionId,
          checkIn: night(booking.from),
          checkOut: night(booking.to),
          reservationStatus: booking.status ?? 'confirmed',
          guest: { name: booking.guest ?? null },
        },
      ],
      { reason: 'told by the channel' },
    );
    return applied;
  });
}

export function save(ctx: Ctx, mapped: readonly MappingChange[], dryRun = false) {
  return saveMappings(ctx, 'airbnb', null, { mappings: [...mapped], dryRun });
}

/** Every stay of the organization with its reservation, by arrival. */
export async function allStays(ctx: Ctx) {
  const rows = await ctx.db
    .select({
      stayId: stays.id,
      reservationId: reservations.id,
      externalId: reservations.externalId,
      unitId: stays.unitId,
      listingId: stays.listingId,
      checkIn: stays.checkIn,
      status: stays.status,
      note: reservations.note,
      guestName: reservations.guestName,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(eq(stays.orgId, ctx.org))
    .orderBy(asc(stays.checkIn), asc(stays.id));
  return rows;
}

export function countReservations(ctx: Ctx): Promise<number> {
  return ctx.db.$count(reservations, eq(reservations.orgId, ctx.org));
}

export async function calendarRow(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select().from(externalCalendars).where(eq(externalCalendars.id, id));
  if (!row) throw new Error('there is such a calendar');
  return row;
}

export async function mappingRow(ctx: Ctx, listingId: string) {
  const [row] = await ctx.db.select().from(mappings).where(eq(mappings.listingId, listingId));
  return row ?? null;
}

export async function actions(ctx: Ctx, prefix: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ action: journal.action })
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org)))
    .orderBy(asc(journal.at), asc(journal.id));
  return rows.map((row) => row.action).filter((action) => action.startsWith(prefix));
}

/** The person goes through consent again with the same account, as far as it matters here. */
export async function reconnect(ctx: Ctx, connectionId: string): Promise<void> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.id, connectionId));
  if (!row) throw new Error('there is such a connection');
  const now = ctx.clock.now();
  const stamps = { createdAt: now, updatedAt: now };
  const userId = ctx.actor.id ?? '';
  await ctx.db
    .insert(users)
    .values({ id: userId, email: `${userId}@example.org`, name: 'Ann', ...stamps })
    .onConflictDoNothing();
  await ctx.db
    .insert(memberships)
    .values({ id: newId('membership'), orgId: ctx.org, userId, role: 'owner', ...stamps })
    .onConflictDoNothing();
  const fake = new FakeChannel(() => ctx.clock.now());
  fake.access.set('SECRET-access', row.accountId);
  const saved = await saveConnection(
    { ...ctx, channels: { ...ctx.channels, airbnb: fake.channel() } },
    {
      provider: 'airbnb',
      app: APP,
      tokens: {
        accessToken: 'SECRET-access',
        refreshToken: 'SECRET-refresh',
        expiresAt: now.add({ hours: 24 }),
        scopes: null,
        accountId: row.accountId,
      },
      limit: null,
    },
  );
  if (saved.kind !== 'saved' || saved.connectionId !== connectionId)
    throw new Error(`not connected again: ${JSON.stringify(saved)}`);
}
