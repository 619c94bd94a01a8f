import { and, eq, inArray, sql } from 'drizzle-orm';
import { type AnyPgColumn, type PgTable, unionAll } from 'drizzle-orm/pg-core';
import { externalCalendars, subscribers } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { apiKeys, users } from '#db/schema/organizations.ts';
import { properties, units } from '#db/schema/properties.ts';
import { reservations } from '#db/schema/reservations.ts';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { journal } from '#db/schema/work.ts';
import type { Ctx } from '../ctx.ts';

const ID = /^([a-z]{3})_[0-9a-z]{24}$/;

/**
 * What ids are called now, of whatever kinds people have names for: archived units too. A guest's name is no part of the
 * journal: it stands where the reservation is, and with it goes when the reservation does. One round trip.
 * @returns by id; those without a name are left out
 */
export async function namesOf(ctx: Ctx, ids: Iterable<string>): Promise<Record<string, string>> {
  const wanted = new Map<string, string[]>();
  for (const id of new Set(ids)) {
    const kind = ID.exec(id)?.[1];
    if (kind) wanted.set(kind, [...(wanted.get(kind) ?? []), id]);
  }
  const queries = [...wanted].flatMap(([kind, some]) => readers(ctx)[kind]?.(some) ?? []);
  const [first, second, ...more] = queries;
  if (!first) return {};
  const rows = await (second ? unionAll(first, second, ...more) : first);
  return Object.fromEntries(rows.flatMap(({ id, name }) => (name ? [[id, name]] : [])));
}

/** A property's only unit goes by the property's name everywhere. */
const isAlone = sql`not exists (select 1 from ${units} as other where other.property_id = ${properties.id} and other.id <> ${units.id} and other.archived_at is null)`;

/** Who joined, whether removed since or not: the organization's journal tells of them, and of nobody else's people. */
const isTold = (ctx: Ctx) =>
  sql`exists (select 1 from ${journal} where ${journal.subjectId} = ${users.id} and ${journal.orgId} = ${ctx.org})`;

function readers(ctx: Ctx) {
  const plain = (
    table: PgTable & { id: AnyPgColumn; orgId: AnyPgColumn },
    name: AnyPgColumn,
    ids: string[],
  ) =>
    ctx.db
      .select({ id: sql<string>`${table.id}`, name: sql<string | null>`${name}` })
      .from(table)
      .where(and(eq(table.orgId, ctx.org), inArray(table.id, ids)));
  const known = {
    prp: (ids: string[]) => plain(properties, properties.name, ids),
    con: (ids: string[]) => plain(connections, connections.accountName, ids),
    lst: (ids: string[]) => plain(listings, listings.name, ids),
    cal: (ids: string[]) => plain(externalCalendars, externalCalendars.name, ids),
    sub: (ids: string[]) => plain(subscribers, subscribers.name, ids),
    key: (ids: string[]) => plain(apiKeys, apiKeys.name, ids),
    tol: (ids: string[]) => plain(turnoverLinks, turnoverLinks.name, ids),
    unt: (ids: string[]) =>
      ctx.db
        .select({
          id: sql<string>`${units.id}`,
          name: sql<
            string | null
          >`case when ${isAlone} then ${properties.name} else ${properties.name} || ', ' || ${units.name} end`,
        })
        .from(units)
        .innerJoin(properties, eq(properties.id, units.propertyId))
        .where(and(eq(units.orgId, ctx.org), inArray(units.id, ids))),
    map: (ids: string[]) =>
      ctx.db
        .select({ id: sql<string>`${mappings.id}`, name: sql<string | null>`${listings.name}` })
        .from(mappings)
        .innerJoin(listings, eq(listings.id, mappings.listingId))
        .where(and(eq(mappings.orgId, ctx.org), inArray(mappings.id, ids))),
    rsv: (ids: string[]) =>
      ctx.db
        .select({
          id: sql<string>`${reservations.id}`,
          name: sql<string | null>`coalesce(${reservations.guestName}, ${reservations.externalId})`,
        })
        .from(reservations)
        .where(and(eq(reservations.orgId, ctx.org), inArray(reservations.id, ids))),
    usr: (ids: string[]) =>
      ctx.db
        .select({ id: sql<string>`${users.id}`, name: sql<string | null>`${users.name}` })
        .from(users)
        .where(and(inArray(users.id, ids), isTold(ctx))),
  };
  const all: Readonly<Record<string, ((ids: string[]) => ReturnType<typeof plain>) | undefined>> = known;
  return all;
}
