import { and, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { externalCalendars, subscribers } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { apiKeys, memberships, users } from '#db/schema/organizations.ts';
import { properties, units } from '#db/schema/properties.ts';
import { reservations } from '#db/schema/reservations.ts';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { journal } from '#db/schema/work.ts';
import type { Ctx } from '../ctx.ts';

/** Of one kind: whoever means more of them says it more closely. */
const MOST = 300;
const ID = /^[a-z]{3}_[0-9a-z]{24}$/;

/**
 * The rows that a text means, said by ids: names and codes are looked up first, each in its own small table, so that the
 * journal is read by its indexes and never by its text. One round trip.
 * @param actions further actions that it means, as where their words in the reader's language have it
 * @returns null where nothing of that name is known
 */
export async function matching(ctx: Ctx, q: string, actions: readonly string[] = []): Promise<SQL | null> {
  if (ID.test(q)) return byId(q);
  const pattern = `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const like = (...columns: PgColumn[]) => or(...columns.map((column) => ilike(column, pattern)));
  const { org } = ctx;
  const some = (from: SQL) => sql`array(select id from (${from} limit ${MOST}) as found)`;
  const [row] = await ctx.db.execute<{ subjects: string[]; units: string[]; actors: string[] }>(sql`
    select
      ${some(sql`select ${reservations.id} from ${reservations} where ${and(eq(reservations.orgId, org), like(reservations.guestName, reservations.guestEmail, reservations.externalId))} order by ${reservations.id} desc`)}
      || ${some(sql`select ${properties.id} from ${properties} where ${and(eq(properties.orgId, org), like(properties.name))}`)}
      || ${some(sql`select ${externalCalendars.id} from ${externalCalendars} where ${and(eq(externalCalendars.orgId, org), like(externalCalendars.name))}`)}
      || ${some(sql`select ${connections.id} from ${connections} where ${and(eq(connections.orgId, org), like(connections.accountName, connections.provider))}`)}
      || ${some(sql`select ${listings.id} from ${listings} where ${and(eq(listings.orgId, org), like(listings.name, listings.externalId))}`)}
      || ${some(sql`select ${subscribers.id} from ${subscribers} where ${and(eq(subscribers.orgId, org), like(subscribers.name))}`)}
      || ${some(sql`select ${turnoverLinks.id} from ${turnoverLinks} where ${and(eq(turnoverLinks.orgId, org), like(turnoverLinks.name))}`)}
        as subjects,
      ${some(sql`select ${units.id} from ${units} join ${properties} on ${eq(properties.id, units.propertyId)} where ${and(eq(units.orgId, org), like(units.name, properties.name))}`)}
        as units,
      ${some(sql`select ${users.id} from ${users} join ${memberships} on ${eq(memberships.userId, users.id)} where ${and(eq(memberships.orgId, org), like(users.name))}`)}
      || ${some(sql`select ${apiKeys.id} from ${apiKeys} where ${and(eq(apiKeys.orgId, org), like(apiKeys.name))}`)}
        as actors
  `);
  const [subjects, unitIds, actors] = [row?.subjects ?? [], row?.units ?? [], row?.actors ?? []];
  const word = /^[a-z_.]{3,}$/.test(q) ? ilike(journal.action, pattern) : undefined;
  const parts = [
    subjects.length + unitIds.length + actors.length > 0
      ? inArray(journal.subjectId, [...subjects, ...unitIds, ...actors])
      : undefined,
    unitIds.length > 0 ? inArray(journal.unitId, unitIds) : undefined,
    actors.length > 0 ? inArray(journal.actorId, actors) : undefined,
    actions.length > 0 ? inArray(journal.action, [...actions]) : undefined,
    word,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? (or(...parts) ?? null) : null;
}

/** An id that somebody was told: of a thing, a person, a sync, a message or a request. */
function byId(id: string): SQL | null {
  return (
    or(
      eq(journal.subjectId, id),
      eq(journal.unitId, id),
      eq(journal.actorId, id),
      eq(journal.runId, id),
      eq(journal.messageId, id),
      eq(journal.requestId, id),
      eq(journal.id, id),
    ) ?? null
  );
}
