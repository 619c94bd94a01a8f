import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { runs } from '#db/schema/work.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import { expectParts } from '../runs/finish-parent.ts';
import { startRun } from '../runs/history.ts';

/** After this long a run over several that never ended is no longer joined. */
const JOINED_MINUTES = 10;

/**
 * Owes a sync at once to every active calendar of a unit or property, or (null) of the organization. Asked again while
 * one is under way, it joins that one. Dying between the two steps leaves a run without parts, which is joined no more.
 * @returns the run over them all; its parts appear in the history as they are worked
 * @throws AppError forbidden, not_found
 */
export async function syncMany(
  ctx: Ctx,
  subjectId: string | null,
): Promise<{ runId: string; calendars: number }> {
  requireCan(ctx, subjectId === null ? 'calendar.sync_all' : 'calendar.sync');
  const rows = await ctx.db
    .select({ id: externalCalendars.id })
    .from(externalCalendars)
    .where(
      and(
        eq(externalCalendars.orgId, ctx.org),
        eq(externalCalendars.isActive, true),
        await ofSubject(ctx, subjectId),
      ),
    );
  const underWay = await findUnderWay(ctx, subjectId);
  if (underWay) return { runId: underWay, calendars: rows.length };
  const runId = await startRun(ctx, { kind: 'calendars', subjectId, trigger: 'manual' });
  await inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    for (const { id } of rows) {
      const payload = { calendarId: id, trigger: 'manual' as const, parentId: runId };
      await enqueue(tx, { kind: 'calendar.sync', key: id, payload, dueAt: now });
    }
    await expectParts(tx, runId, rows.length);
  });
  return { runId, calendars: rows.length };
}

async function ofSubject(ctx: Ctx, subjectId: string | null) {
  if (subjectId === null) return undefined;
  const { property, units } = await getCalendarSubject(ctx, subjectId);
  return or(
    inArray(
      externalCalendars.unitId,
      units.map((unit) => unit.id),
    ),
    and(eq(externalCalendars.propertyId, property.id), isNull(externalCalendars.unitId)),
  );
}

async function findUnderWay(ctx: Ctx, subjectId: string | null): Promise<string | null> {
  const [run] = await ctx.db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.orgId, ctx.org),
        eq(runs.kind, 'calendars'),
        eq(runs.status, 'running'),
        subjectId === null ? isNull(runs.subjectId) : eq(runs.subjectId, subjectId),
        gt(runs.startedAt, ctx.clock.now().subtract({ minutes: JOINED_MINUTES })),
      ),
    )
    .limit(1);
  return run?.id ?? null;
}
