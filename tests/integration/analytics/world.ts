import { sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { properties, units } from '#db/schema/properties.ts';
import { deliveries } from '#db/schema/push.ts';
import { reservations } from '#db/schema/reservations.ts';
import { runs } from '#db/schema/work.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';

/** Nights [from, to) as every report is asked. */
export const span = (from: string, to: string) => ({ from: night(from), to: night(to) });

/** A unit that stands since then, for its whole property. */
export async function sinceWhen(ctx: Ctx, unitId: string, at: string): Promise<void> {
  await ctx.db.execute(
    sql`update ${units} set created_at = ${at} where id = ${unitId} and org_id = ${ctx.org}`,
  );
}

export async function inZone(ctx: Ctx, propertyId: string, zone: string): Promise<void> {
  await ctx.db.execute(
    sql`update ${properties} set timezone = ${zone} where id = ${propertyId} and org_id = ${ctx.org}`,
  );
}

export async function setReservation(
  ctx: Ctx,
  externalId: string,
  set: Partial<typeof reservations.$inferInsert>,
): Promise<void> {
  await ctx.db
    .update(reservations)
    .set(set)
    .where(sql`${reservations.orgId} = ${ctx.org} and ${reservations.externalId} = ${externalId}`);
}

/** An account at a channel, without anything said to it yet. */
export async function account(
  ctx: Ctx,
  provider: 'airbnb' | 'booking' | 'avito' = 'airbnb',
): Promise<string> {
  const [id, now] = [newId('connection'), ctx.clock.now()];
  await ctx.db.insert(connections).values({
    id,
    orgId: ctx.org,
    provider,
    accountId: id,
    accountName: 'Account',
    status: 'connected',
    connectedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}

type Told = {
  at: string;
  /** Milliseconds from hearing of the change to the answer; left out: it tells of none. */
  took?: number;
  outcome?: 'accepted' | 'partial' | 'refused' | 'failed' | 'unclear';
  codes?: readonly string[];
  kind?: 'availability' | 'read';
};

export async function tell(ctx: Ctx, connectionId: string, told: readonly Told[]): Promise<void> {
  await ctx.db.insert(deliveries).values(
    told.map(({ at, took, outcome = 'accepted', codes = [], kind = 'availability' }) => {
      const startedAt = Temporal.Instant.from(at);
      return {
        id: newId('delivery'),
        orgId: ctx.org,
        connectionId,
        kind,
        startedAt,
        finishedAt: startedAt,
        heardAt: took === undefined ? null : startedAt.subtract({ milliseconds: took }),
        request: new Uint8Array(),
        outcome,
        records: codes.map((code, n) => ({
          recordId: String(n),
          mappingId: 'map_none',
          from: '2026-02-01',
          to: '2026-02-02',
          set: {},
          outcome: 'refused' as const,
          code,
        })),
      };
    }),
  );
}

/** An external calendar that is asked every quarter of an hour. */
export async function calendarOf(
  ctx: Ctx,
  of: { propertyId: string; unitId: string },
  createdAt: string,
): Promise<string> {
  const [id, at] = [newId('calendar'), Temporal.Instant.from(createdAt)];
  await ctx.db.insert(externalCalendars).values({
    id,
    orgId: ctx.org,
    ...of,
    name: 'Vrbo',
    urlSealed: 'none',
    urlHash: id,
    urlHost: 'example.com',
    createdAt: at,
    updatedAt: at,
  });
  return id;
}

export async function read(
  ctx: Ctx,
  calendarId: string,
  reads: readonly { from: string; to?: string; polls?: number; error?: string }[],
): Promise<void> {
  await ctx.db.insert(runs).values(
    reads.map(({ from, to, polls = 1, error }) => ({
      id: newId('run'),
      orgId: ctx.org,
      kind: 'calendar' as const,
      subjectId: calendarId,
      trigger: 'schedule' as const,
      status: error ? ('error' as const) : ('success' as const),
      startedAt: Temporal.Instant.from(from),
      finishedAt: Temporal.Instant.from(to ?? from),
      polls,
      errors: error ? [{ code: error, message: error }] : [],
    })),
  );
}
