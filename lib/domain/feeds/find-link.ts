import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import { feedTokens, subscribers } from '#db/schema/calendars.ts';
import { properties, units } from '#db/schema/properties.ts';
import { type Night, todayIn } from '#lib/kernel/nights.ts';
import type { Deps } from '../ctx.ts';
import { tokenHash } from './internal.ts';
import type { FeedPrivacy } from './schemas.ts';

/** Moves when the renderer writes the same calendar in other bytes, so that no reader keeps the old ones. */
const FORMAT = 1;
const MAX_TOKEN_CHARS = 200;

/** A link that works, and all that decides what its feed holds, read in one statement. */
export type Link = {
  readonly orgId: string;
  readonly tokenId: string;
  readonly subscriberId: string;
  readonly propertyId: string;
  /** Null: the feed of every unit of the property, for people. */
  readonly unitId: string | null;
  readonly name: string;
  readonly privacy: FeedPrivacy;
  readonly sourceCalendarId: string | null;
  readonly sourceConnectionId: string | null;
  /** The unit's calendar version; for several units the sum of theirs, which moves with each. */
  readonly version: number;
  readonly changedAt: Temporal.Instant;
  /** The property's local date: what has passed falls out of the feed without a change to it. */
  readonly today: Night;
  readonly etag: string;
  /** Whole seconds: moves with anything that changes the bytes. */
  readonly lastModified: Temporal.Instant;
};

/**
 * The link of a token on the path of a calendar, or null: unknown, revoked, run out, of another calendar, or not a token at
 * all. One round trip and the same work for each of them, so that neither answer nor time tells which it was.
 */
export async function findLink(
  deps: Pick<Deps, 'clock' | 'secretHash' | 'instanceId'>,
  db: Database,
  ask: { readonly id: string; readonly token: string },
): Promise<Link | null> {
  const now = deps.clock.now();
  const lookup = lookups.get(db) ?? prepareLookup(db);
  lookups.set(db, lookup);
  const [row] = await lookup.execute({
    hash: tokenHash(deps, ask.token.slice(0, MAX_TOKEN_CHARS)),
    now: now.toString(), // placeholders take what the driver takes
  });
  if (!row || !isOnPath(row, ask.id)) return null;
  return toLink(deps, now, row);
}

/** Every fetch of every feed asks this: writing the statement anew each time would cost more than the database's part. */
const lookups = new WeakMap<Database, ReturnType<typeof prepareLookup>>();

function prepareLookup(db: Database) {
  const whole = db
    .select({
      units: sql<number>`count(*)::int`.as('whole_units'),
      version: sql<number>`coalesce(sum(${units.calendarVersion}), 0)::float8`.as('whole_version'),
      changedAt: sql<string | null>`max(${units.calendarChangedAt})`.as('whole_changed_at'),
      updatedAt: sql<string | null>`max(${units.updatedAt})`.as('whole_updated_at'),
    })
    .from(units)
    .where(and(eq(units.propertyId, properties.id), isNull(units.archivedAt)))
    .as('whole');
  return db
    .select({
      tokenId: feedTokens.id,
      orgId: subscribers.orgId,
      subscriberId: subscribers.id,
      propertyId: subscribers.propertyId,
      unitId: subscribers.unitId,
      privacy: subscribers.privacy,
      sourceCalendarId: subscribers.sourceCalendarId,
      sourceConnectionId: subscribers.sourceConnectionId,
      subscriberUpdatedAt: subscribers.updatedAt,
      propertyName: properties.name,
      timezone: properties.timezone,
      propertyUpdatedAt: properties.updatedAt,
      unit: {
        name: units.name,
        version: units.calendarVersion,
        changedAt: units.calendarChangedAt,
        updatedAt: units.updatedAt,
      },
      whole: {
        units: whole.units,
        version: whole.version,
        changedAt: whole.changedAt,
        updatedAt: whole.updatedAt,
      },
    })
    .from(feedTokens)
    .innerJoin(subscribers, eq(subscribers.id, feedTokens.subscriberId))
    .innerJoin(properties, eq(properties.id, subscribers.propertyId))
    .crossJoinLateral(whole)
    .leftJoin(units, eq(units.id, subscribers.unitId))
    .where(
      and(
        eq(feedTokens.tokenHash, sql.placeholder('hash')),
        isNull(feedTokens.revokedAt),
        or(isNull(feedTokens.expiresAt), gt(feedTokens.expiresAt, sql.placeholder('now'))),
        isNull(subscribers.revokedAt),
        isNull(properties.archivedAt),
        isNull(units.archivedAt),
      ),
    )
    .prepare('find_feed_link');
}

type Row = Awaited<ReturnType<ReturnType<typeof prepareLookup>['execute']>>[number];

/** A property with one unit hides the word: there both ids name the unit's feed. */
function isOnPath(row: Row, id: string): boolean {
  if (row.unitId === null) return id === row.propertyId;
  return id === row.unitId || (id === row.propertyId && row.whole.units === 1);
}

function toLink(deps: Pick<Deps, 'instanceId'>, now: Temporal.Instant, row: Row): Link {
  const { unit, whole } = row;
  const today = todayIn(row.timezone, now);
  const changedAt = unit?.changedAt ?? readInstant(whole.changedAt) ?? row.propertyUpdatedAt;
  const unitsUpdatedAt = unit?.updatedAt ?? readInstant(whole.updatedAt) ?? row.propertyUpdatedAt;
  const settingsAt = latest([row.subscriberUpdatedAt, row.propertyUpdatedAt, unitsUpdatedAt]);
  const midnight = Temporal.PlainDate.from(today).toZonedDateTime(row.timezone).toInstant();
  const version = unit?.version ?? whole.version;
  const settings = [
    FORMAT,
    deps.instanceId,
    row.subscriberId,
    row.privacy,
    row.sourceCalendarId,
    // Only where there is one: else every link's mark would move, and every reader read all anew.
    ...(row.sourceConnectionId === null ? [] : [row.sourceConnectionId]),
    settingsAt.epochMilliseconds,
  ];
  const mark = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
  return {
    orgId: row.orgId,
    tokenId: row.tokenId,
    subscriberId: row.subscriberId,
    propertyId: row.propertyId,
    unitId: row.unitId,
    name: unit?.name ?? row.propertyName,
    privacy: row.privacy,
    sourceCalendarId: row.sourceCalendarId,
    sourceConnectionId: row.sourceConnectionId,
    version,
    changedAt,
    today,
    etag: `v${version}.${today}.${mark}`,
    lastModified: latest([changedAt, settingsAt, midnight]).round({
      smallestUnit: 'second',
      roundingMode: 'floor',
    }),
  };
}

/** As Postgres writes it with DateStyle ISO. */
function readInstant(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text);
}

function latest(times: readonly Temporal.Instant[]): Temporal.Instant {
  return times.reduce((a, b) => (Temporal.Instant.compare(a, b) >= 0 ? a : b));
}
