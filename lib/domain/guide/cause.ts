import { and, asc, eq, inArray } from 'drizzle-orm';
import { feedFetches } from '#db/schema/calendars.ts';
import type { Conflict } from '../conflicts/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { causeOf, type Known } from './cause-rules.ts';
import type { ConflictCause, SideStory, ToldLine } from './schemas.ts';
import { findReaders } from './told.ts';

/** Readings that are looked through; older ones said nothing of a booking that came after them. */
const READINGS = 500;

/**
 * Which channel let it happen and why, from the times: when each claim was known here, and what the later one's channel
 * had been told or had read by then. Null where a claim is lost, or its times are.
 * @param told what channels were told of the nights
 */
export async function findCause(
  ctx: Ctx,
  conflict: Conflict,
  stories: readonly SideStory[],
  told: readonly ToldLine[],
): Promise<ConflictCause | null> {
  const known = stories.flatMap((story) =>
    story.heardAt ? [{ story, heardMs: Date.parse(story.heardAt) }] : [],
  );
  const [first, second] = known.sort((a, b) => a.heardMs - b.heardMs);
  const side = conflict.sides.find((one) => one.id === second?.story.sideId);
  if (!first || !second || !side) return null;
  const { source } = second.story;
  const unitIds = [conflict.unit.id, ...conflict.sides.flatMap((one) => one.unit?.id ?? [])];
  const reader = source ? await readerOf(ctx, [...new Set(unitIds)], source) : null;
  const call = told
    .filter((line) => line.kind === 'delivery' && line.outcome === 'accepted' && line.units === 0)
    .filter((line) => source?.kind === 'connection' && line.name === source.name)
    .filter((line) => Date.parse(line.at) >= first.heardMs)
    .at(-1);
  const { bookedAt } = second.story;
  const facts: Known = {
    firstKnownMs: first.heardMs,
    soldMs: bookedAt ? Date.parse(bookedAt) : null,
    seenMs: second.heardMs,
    by: side.channel === 'direct' ? 'hand' : source?.kind === 'connection' ? 'connection' : 'calendar',
    toldMs: call ? Date.parse(call.at) : null,
    hasReader: reader !== null,
    readMs: reader?.readMs ?? [],
  };
  const { code, readBeforeMs, readAfterMs } = causeOf(facts);
  return {
    code,
    firstId: first.story.sideId,
    secondId: second.story.sideId,
    firstKnownAt: iso(first.heardMs),
    secondSoldAt: iso(facts.soldMs ?? facts.seenMs),
    isSaleKnown: facts.soldMs !== null,
    toldAt: call?.at ?? null,
    deliveryId: call?.deliveryId ?? null,
    readBefore: readBeforeMs === null ? null : iso(readBeforeMs),
    readAfter: readAfterMs === null ? null : iso(readAfterMs),
    reader: reader?.name ?? null,
  };
}

/** The link that the source of the second is known to read, and when it did. */
async function readerOf(
  ctx: Ctx,
  unitIds: readonly string[],
  source: { readonly kind: 'calendar' | 'connection'; readonly id: string },
): Promise<{ name: string; readMs: number[] } | null> {
  const readers = (await findReaders(ctx, unitIds)).filter(
    (one) => (source.kind === 'calendar' ? one.calendarId : one.connectionId) === source.id,
  );
  const [first] = readers;
  if (!first) return null;
  const rows = await ctx.db
    .select({ at: feedFetches.at })
    .from(feedFetches)
    .where(
      and(
        eq(feedFetches.orgId, ctx.org),
        eq(feedFetches.status, 200),
        inArray(
          feedFetches.subscriberId,
          readers.map((one) => one.id),
        ),
      ),
    )
    .orderBy(asc(feedFetches.at))
    .limit(READINGS);
  return { name: first.name, readMs: rows.map((row) => row.at.epochMilliseconds) };
}

const iso = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();
