import { and, asc, eq, isNull, lte, or } from 'drizzle-orm';
import pLimit from 'p-limit';
import { externalCalendars } from '#db/schema/calendars.ts';
import { postponePoll } from '#lib/domain/calendars/postpone-poll.ts';
import { syncCalendar } from '#lib/domain/calendars/sync.ts';
import { type Ctx, ctxFor, type Deps } from '#lib/domain/ctx.ts';
import { describeError } from '#lib/jobs/settle.ts';
import { newId } from '#lib/kernel/ids.ts';

const CONCURRENCY = 4;

export type PassOptions = {
  /** Every active calendar, due or not. */
  readonly all: boolean;
  readonly print: (line: string) => void;
};
export type PassCounts = { readonly synced: number; readonly failed: number };

type Due = { readonly id: string; readonly orgId: string; readonly name: string };

/**
 * Asks every calendar whose time has come, four at once, across organizations; each through the verb that the clock uses,
 * and under its own organization's context. The app's own clock may run meanwhile: a calendar is then asked twice, and
 * the second answer changes nothing. Dying in the middle leaves the rest due.
 */
export async function syncPass(world: Deps, options: PassOptions): Promise<PassCounts> {
  const due = await listDue(world, options.all);
  const limit = pLimit(CONCURRENCY);
  const outcomes = await Promise.all(
    due.map((calendar) =>
      limit(async () => {
        const outcome = await syncOne(world, calendar);
        options.print(
          `${outcome.ok ? 'ok    ' : 'FAILED'} ${calendar.name} (${calendar.id}): ${outcome.told}`,
        );
        return outcome.ok;
      }),
    ),
  );
  const failed = outcomes.filter((ok) => !ok).length;
  const synced = outcomes.length - failed;
  options.print(
    `${outcomes.length} calendars ${options.all ? 'asked' : 'were due'}: ${synced} synced, ${failed} failed`,
  );
  return { synced, failed };
}

async function listDue(world: Deps, all: boolean): Promise<Due[]> {
  const isDue = or(
    isNull(externalCalendars.nextSyncAt),
    lte(externalCalendars.nextSyncAt, world.clock.now()),
  );
  return world.db
    .select({ id: externalCalendars.id, orgId: externalCalendars.orgId, name: externalCalendars.name })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.isActive, true), all ? undefined : isDue))
    .orderBy(asc(externalCalendars.nextSyncAt), asc(externalCalendars.id));
}

async function syncOne(world: Deps, calendar: Due): Promise<{ ok: boolean; told: string }> {
  const ctx = ctxFor(world, {
    provenOrg: calendar.orgId,
    actor: { kind: 'job', id: null },
    requestId: newId('request'),
  });
  try {
    const synced = await syncCalendar(ctx, { calendarId: calendar.id, trigger: 'cron' });
    if (!synced) return { ok: true, told: 'gone or paused meanwhile' };
    if (synced.nextSyncAt) await postponePoll(ctx, calendar.id, synced.nextSyncAt);
    return await stateOf(ctx, calendar.id);
  } catch (error) {
    // One calendar that nobody expected to fail must not keep the others from being asked; the exit code tells.
    world.log.error({ err: error, calendarId: calendar.id }, 'a calendar could not be synced');
    return { ok: false, told: describeError(error) };
  }
}

async function stateOf(ctx: Ctx, calendarId: string): Promise<{ ok: boolean; told: string }> {
  const [row] = await ctx.db
    .select({
      status: externalCalendars.lastSyncStatus,
      error: externalCalendars.lastSyncError,
      summary: externalCalendars.lastSummary,
      next: externalCalendars.nextSyncAt,
    })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, ctx.org), eq(externalCalendars.id, calendarId)));
  if (!row) return { ok: true, told: 'deleted meanwhile' };
  const next = row.next ? `; next at ${row.next.toString({ smallestUnit: 'second' })}` : '';
  if (row.status === 'error') return { ok: false, told: `${row.error ?? 'unknown'}${next}` };
  return { ok: true, told: `${row.summary?.events ?? 0} events${next}` };
}
