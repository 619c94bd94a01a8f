import { and, desc, eq } from 'drizzle-orm';
import { apiKeys, users } from '#db/schema/organizations.ts';
import { journal } from '#db/schema/work.ts';
import { getConflict } from '../conflicts/queries.ts';
import type { Conflict } from '../conflicts/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { adviseAnswers } from './answer-rules.ts';
import { findCause } from './cause.ts';
import { findMoves } from './moves.ts';
import type { ConflictGuide } from './schemas.ts';
import { readStories } from './stories.ts';
import { listTold } from './told.ts';

/**
 * Everything a person needs to settle a conflict: how both claims came to us, why the second was sold, what can be
 * answered in which order, where each stay could go, and what channels were told. Changes nothing.
 * @throws AppError not_found
 */
export async function getConflictGuide(ctx: Ctx, id: string): Promise<ConflictGuide> {
  const conflict = await getConflict(ctx, id);
  const [stories, moves, settled] = await Promise.all([
    readStories(ctx, conflict.sides),
    findMoves(ctx, conflict),
    conflict.status === 'open' ? null : readSettled(ctx, conflict),
  ]);
  const moments = stories
    .flatMap((story) => (story.heardAt ? [Temporal.Instant.from(story.heardAt)] : []))
    .sort(Temporal.Instant.compare);
  const [first] = moments;
  const unitIds = [conflict.unit.id, ...conflict.sides.flatMap((side) => side.unit?.id ?? [])];
  const told = await listTold(ctx, {
    unitIds: [...new Set(unitIds)],
    from: conflict.checkIn,
    to: conflict.checkOut,
    since: first ?? Temporal.Instant.from(conflict.openedAt),
    moments,
  });
  const rooms = new Map(
    moves.map(({ stayId, free, choices }) => [
      stayId,
      { free, isSameProperty: choices.some((one) => one.isSameProperty) },
    ]),
  );
  return {
    conflict,
    stories,
    cause: await findCause(ctx, conflict, stories, told),
    answers: adviseAnswers(conflict, rooms),
    moves,
    told,
    settled,
  };
}

async function readSettled(ctx: Ctx, conflict: Conflict): Promise<ConflictGuide['settled']> {
  const [row] = await ctx.db
    .select({ kind: journal.actorKind, userName: users.name, keyName: apiKeys.name })
    .from(journal)
    .leftJoin(users, and(eq(journal.actorKind, 'user'), eq(users.id, journal.actorId)))
    .leftJoin(apiKeys, and(eq(journal.actorKind, 'api_key'), eq(apiKeys.id, journal.actorId)))
    .where(
      and(
        eq(journal.orgId, ctx.org),
        eq(journal.subjectId, conflict.id),
        eq(journal.action, 'conflict.resolved'),
      ),
    )
    .orderBy(desc(journal.at), desc(journal.id))
    .limit(1);
  return {
    byKind: row?.kind ?? null,
    byName: row?.userName ?? row?.keyName ?? null,
    mayReopen: isReopenable(conflict),
  };
}

/** A word can be taken back as long as both claims stand; a stay that was moved or cancelled is changed by itself. */
function isReopenable({ resolution, sides }: Conflict): boolean {
  if (resolution === 'accepted') return sides.every((side) => side.isStanding);
  return resolution === 'same_booking' && sides.every((side) => side.kind === 'event' || side.isStanding);
}
