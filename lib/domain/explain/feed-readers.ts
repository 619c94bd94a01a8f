import { and, eq, inArray, isNull } from 'drizzle-orm';
import { subscribers } from '#db/schema/calendars.ts';
import { type AsIf, windowAsIf } from '../availability/as-if.ts';
import type { Window } from '../availability/window.ts';
import type { Ctx } from '../ctx.ts';
import { listLastReads } from '../feeds/last-reads.ts';
import { runsOf } from './move-rules.ts';
import type { MovePreview } from './move-schemas.ts';
import { type Around, openNights } from './open-nights.ts';

/**
 * The holders of feed links of these units that would see other nights closed than now. A feed leaves out what came from
 * its own counterpart, so that a booking of theirs moves nothing in it. Two round trips.
 */
export async function readReaders(ctx: Ctx, around: Around, asIf: AsIf): Promise<MovePreview['readers']> {
  const { window, rates, unitIds } = around;
  const [reads, sources] = await Promise.all([listLastReads(ctx), readSources(ctx, unitIds)]);
  return reads.flatMap((read) => {
    const { id, name, isPlain, unitId, lastReadAt } = read;
    const source = sources.get(id);
    if (unitId === null || !source) return [];
    const now = unseen(window, source);
    const then = windowAsIf(now, { ...asIf, stays: asIf.stays.filter((stay) => !isOf(stay, source)) });
    const was = openNights(now, unitId, rates.get(unitId));
    const is = openNights(then, unitId, rates.get(unitId));
    const [opens, closes] = [runsOf(is.difference(was)), runsOf(was.difference(is))];
    return opens.length + closes.length > 0 ? [{ id, name, isPlain, unitId, lastReadAt, opens, closes }] : [];
  });
}

type Source = { readonly calendarId: string | null; readonly connectionId: string | null };

async function readSources(ctx: Ctx, unitIds: readonly string[]): Promise<Map<string, Source>> {
  const rows = await ctx.db
    .select({
      id: subscribers.id,
      calendarId: subscribers.sourceCalendarId,
      connectionId: subscribers.sourceConnectionId,
    })
    .from(subscribers)
    .where(
      and(
        eq(subscribers.orgId, ctx.org),
        inArray(subscribers.unitId, [...unitIds]),
        isNull(subscribers.revokedAt),
      ),
    );
  return new Map(rows.map(({ id, ...source }) => [id, source]));
}

function isOf(claim: Source, source: Source): boolean {
  return (
    (source.calendarId !== null && claim.calendarId === source.calendarId) ||
    (source.connectionId !== null && claim.connectionId === source.connectionId)
  );
}

/** The window without what this feed leaves out. */
function unseen(window: Window, source: Source): Window {
  return {
    ...window,
    stays: window.stays.filter(({ reservation }) => !isOf(reservation, source)),
    closures: window.closures.filter(({ calendar }) => calendar.id !== source.calendarId),
    foundClosures: window.foundClosures.filter((one) => one.connectionId !== source.connectionId),
  };
}
