import { and, eq, inArray } from 'drizzle-orm';
import { calendarEvents } from '#db/schema/calendars.ts';
import { conflicts } from '#db/schema/reservations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { readClaims } from '../conflicts/claims.ts';
import { getConflict } from '../conflicts/queries.ts';
import { clashOf } from '../conflicts/rules.ts';
import type { Conflict } from '../conflicts/schemas.ts';
import { settleUnits } from '../conflicts/settle.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';

/**
 * Takes a person's word on a conflict back: it was accepted, or called one booking. It is open again with the nights that
 * both claim now. Of two people at once the second is told that it is open.
 * @throws AppError forbidden, not_found, conflict (open; ended otherwise; its claims no longer clash)
 */
export async function reopenConflict(ctx: Ctx, id: string): Promise<Conflict> {
  requireCan(ctx, 'conflict.resolve');
  return inTx(ctx, async (tx) => {
    const mine = and(eq(conflicts.orgId, tx.org), eq(conflicts.id, id));
    const [seen] = await tx.db.select().from(conflicts).where(mine);
    if (!seen) throw notFound('conflict');
    const locked = await lockUnits(tx, [seen.unitId]);
    const [row] = await tx.db.select().from(conflicts).where(mine);
    if (!row || row.status === 'open') throw new AppError('conflict', 'This conflict is open already.');
    if (row.resolution !== 'accepted' && row.resolution !== 'same_booking')
      throw new AppError(
        'conflict',
        'It did not end by a word: a stay was moved or cancelled. Change the stay instead.',
      );
    const claims = [row.claimA, row.claimB];
    const unitIds = locked.map((unit) => unit.id);
    const events = claims.filter((claim) => claim.startsWith('evt_'));
    if (row.resolution === 'same_booking' && events.length > 0)
      await tx.db
        .update(calendarEvents)
        .set({ judgement: null })
        .where(
          and(
            eq(calendarEvents.orgId, tx.org),
            inArray(calendarEvents.id, events),
            eq(calendarEvents.judgement, 'same_booking'),
          ),
        );
    const found = await readClaims(tx, locked, claims);
    const [a, b] = [found.get(row.claimA), found.get(row.claimB)];
    const clash = a && b ? clashOf(a, b) : null;
    const twin = and(
      eq(conflicts.orgId, tx.org),
      eq(conflicts.status, 'open'),
      eq(conflicts.claimA, row.claimA),
      eq(conflicts.claimB, row.claimB),
    );
    if (!clash || (await tx.db.$count(conflicts, twin)) > 0)
      throw new AppError('conflict', 'The two no longer claim the same nights. Nothing was changed.');
    await tx.db
      .update(conflicts)
      .set({ status: 'open', resolution: null, resolvedAt: null, resolvedBy: null, nights: clash.nights })
      .where(mine);
    await record(tx, {
      action: 'conflict.reopened',
      subject: { kind: 'conflict', id },
      unitId: row.unitId,
      before: { resolution: row.resolution },
      after: { kind: row.kind, claims, ...clash.nights },
    });
    // What a copy closed is closed again: the calendars and the channels are to show it.
    await bumpCalendarVersions(tx, unitIds, [clash.nights]);
    await settleUnits(tx, unitIds);
    await announce(tx, 'conflicts');
    return getConflict(tx, id);
  });
}
