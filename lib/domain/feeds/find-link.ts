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
  const rows = await db
    .select({
      token: { id: feedTokens.id },
      subscriber: subscribers,
      property: properties,
      unit: units,
      whole: {
        units: liveUnits<number>(sql`count(*)::int`),
        version: liveUnits<number>(sql`coalesce(sum(u.calendar_version), 0)::float8`),
        changedAt: liveUnits<string | null>(sql`max(u.calendar_changed_at)`),
        updatedAt: liveUnits<string | null>(sql`max(u.updated_at)`),
      },
    })
    .from(feedTokens)
    .innerJoin(subscribers, eq(subscribers.id, feedTokens.subscriberId))
    .innerJoin(properties, eq(properties.id, subscribers.propertyId))
    .leftJoin(units, eq(units.id, subscribers.unitId))
    .where(
      and(
        eq(feedTokens.tokenHash, tokenHash(deps, ask.token.slice(0, MAX_TOKEN_CHARS))),
        isNull(feedTokens.revokedAt),
        or(isNull(feedTokens.expiresAt), gt(feedTokens.expiresAt, now)),
        isNull(subscribers.revokedAt),
        isNull(properties.archivedAt),
        isNull(units.archivedAt),
      ),
    );
  const row = rows[0];
  if (!row || !isOnPath(row, ask.id)) return null;
  return toLink(deps, now, row);
}

/** A property with one unit hides the word: there both ids name the unit's feed. */
function isOnPath(row: Row, id: string): boolean {
  const { unitId, propertyId } = row.subscriber;
  if (unitId === null) return id === propertyId;
  return id === unitId || (id === propertyId && row.whole.units === 1);
}

type Row = {
  readonly token: { readonly id: string };
  readonly subscriber: typeof subscribers.$inferSelect;
  readonly property: typeof properties.$inferSelect;
  readonly unit: typeof units.$inferSelect | null;
  readonly whole: {
    readonly units: number;
    readonly version: number;
    readonly changedAt: string | null;
    readonly updatedAt: string | null;
  };
};

function toLink(deps: Pick<Deps, 'instanceId'>, now: Temporal.Instant, row: Row): Link {
  const { subscriber, property, unit, whole } = row;
  const today = todayIn(property.timezone, now);
  const changedAt = unit?.calendarChangedAt ?? readInstant(whole.changedAt) ?? property.updatedAt;
  const unitsUpdatedAt = unit?.updatedAt ?? readInstant(whole.updatedAt) ?? property.updatedAt;
  const settingsAt = latest([subscriber.updatedAt, property.updatedAt, unitsUpdatedAt]);
  const midnight = Temporal.PlainDate.from(today).toZonedDateTime(property.timezone).toInstant();
  const version = unit?.calendarVersion ?? whole.version;
  const settings = [
    FORMAT,
    deps.instanceId,
    subscriber.id,
    subscriber.privacy,
    subscriber.sourceCalendarId,
    settingsAt.epochMilliseconds,
  ];
  const mark = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 12);
  return {
    orgId: subscriber.orgId,
    tokenId: row.token.id,
    subscriberId: subscriber.id,
    propertyId: property.id,
    unitId: subscriber.unitId,
    name: unit?.name ?? property.name,
    privacy: subscriber.privacy,
    sourceCalendarId: subscriber.sourceCalendarId,
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

function liveUnits<T>(what: ReturnType<typeof sql>) {
  return sql<T>`(select ${what} from units u where u.property_id = ${properties.id} and u.archived_at is null)`;
}

/** As Postgres writes it with DateStyle ISO. */
function readInstant(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text);
}

function latest(times: readonly Temporal.Instant[]): Temporal.Instant {
  return times.reduce((a, b) => (Temporal.Instant.compare(a, b) >= 0 ? a : b));
}
