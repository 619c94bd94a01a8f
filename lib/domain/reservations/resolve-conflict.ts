import { and, eq, isNull, or } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { units } from '#db/schema/properties.ts';
import { conflicts, stays } from '#db/schema/reservations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { closeConflicts, closeConflictsOf } from '../conflicts/close-conflicts.ts';
import { getConflict } from '../conflicts/queries.ts';
import type { Conflict, Verdict } from '../conflicts/schemas.ts';
import { settleUnits } from '../conflicts/settle.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { applyStays } from './apply.ts';
import { refuseToCancelTheirs } from './cancel.ts';
import { refuseTakenNights } from './free-nights.ts';
import { getForChange } from './get-for-change.ts';
import type { KnownReservation } from './known.ts';
import { restate, type StayRow } from './rules.ts';

type ConflictRow = typeof conflicts.$inferSelect;
type VerdictOf<A extends Verdict['action']> = Extract<Verdict, { action: A }>;

/**
 * A person's word on a conflict. It stands among the reservations because two of the answers change a stay. Of two
 * people who answer at once the second is told that it is resolved.
 * @throws AppError forbidden, not_found, choose_unit, conflict (resolved already; the channel's to cancel; no copy to
 *   speak of), invalid_input (not one of its stays), nights_taken (no room where it should move)
 */
export async function resolveConflict(ctx: Ctx, id: string, verdict: Verdict): Promise<Conflict> {
  requireCan(ctx, 'conflict.resolve');
  return inTx(ctx, async (tx) => {
    const seen = await readConflict(tx, id);
    const target = verdict.action === 'move' ? (await chooseUnit(tx, verdict.unitId)).unit.id : null;
    await lockUnits(tx, target ? [seen.unitId, target] : [seen.unitId]);
    const row = await readConflict(tx, id);
    if (row.status !== 'open')
      throw new AppError('conflict', 'This conflict is resolved already. Nothing was changed.');
    switch (verdict.action) {
      case 'accept':
        await closeConflicts(tx, [id], 'accepted', { note: verdict.note ?? null });
        break;
      case 'cancel':
        await cancelSide(tx, row, verdict);
        break;
      case 'move':
        await moveSide(tx, row, verdict, target ?? '');
        break;
      case 'same_booking':
      case 'distinct':
        await judgeEvents(tx, row, verdict);
    }
    return getConflict(tx, id);
  });
}

async function readConflict(tx: Ctx, id: string): Promise<ConflictRow> {
  const [row] = await tx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, tx.org), eq(conflicts.id, id)));
  if (!row) throw notFound('conflict');
  return row;
}

async function cancelSide(tx: Ctx, row: ConflictRow, verdict: VerdictOf<'cancel'>): Promise<void> {
  const { known, stay } = await getSide(tx, row, verdict.stayId);
  refuseToCancelTheirs(known.row);
  await closeConflictsOf(tx, [stay.id], 'cancelled', { note: verdict.note ?? null });
  await applyStays(tx, [{ ...restate(known.row, stay), reservationStatus: 'cancelled' }], {
    reason: 'cancelled to resolve a conflict',
  });
}

async function moveSide(
  tx: Ctx,
  row: ConflictRow,
  verdict: VerdictOf<'move'>,
  unitId: string,
): Promise<void> {
  const { known, stay } = await getSide(tx, row, verdict.stayId, [unitId]);
  await refuseTakenNights(tx, { unitId, nights: stay, without: stay.id });
  // Closed first: afterwards its claims no longer clash, and it would count as having ended by itself.
  await closeConflictsOf(tx, [stay.id], 'moved', { note: verdict.note ?? null });
  await applyStays(tx, [{ ...restate(known.row, stay), unitId }], { reason: 'moved to resolve a conflict' });
}

/** The stay of the conflict that the person named, with its reservation, locked. */
async function getSide(
  tx: Ctx,
  row: ConflictRow,
  stayId: string,
  alsoUnits: readonly string[] = [],
): Promise<{ known: KnownReservation; stay: StayRow }> {
  const isSide = stayId === row.claimA || stayId === row.claimB;
  const [found] = isSide
    ? await tx.db
        .select()
        .from(stays)
        .where(and(eq(stays.orgId, tx.org), eq(stays.id, stayId)))
    : [];
  const known = found ? await getForChange(tx, found.reservationId, alsoUnits) : null;
  const stay = known?.stays.find((one) => one.id === stayId);
  if (known && stay) return { known, stay };
  throw new AppError('invalid_input', 'That stay is not a side of this conflict.', {
    issues: [{ path: 'stayId', message: 'one of the two sides, where it is a stay' }],
  });
}

/** Says of the calendar's event in the conflict that it is a copy, or that it is a booking of its own. */
async function judgeEvents(
  tx: Ctx,
  row: ConflictRow,
  verdict: VerdictOf<'same_booking' | 'distinct'>,
): Promise<void> {
  const events = [row.claimA, row.claimB].filter((claim) => claim.startsWith('evt_'));
  // Of two events the later one repeats the earlier; ids sort by time.
  const eventId = events.at(-1);
  if (!eventId || row.kind !== 'possible_double_booking') {
    throw new AppError(
      'conflict',
      'Both sides are bookings for certain, so neither is a copy. Cancel or move one, or accept the conflict.',
    );
  }
  await tx.db
    .update(calendarEvents)
    .set({ judgement: verdict.action })
    .where(and(eq(calendarEvents.orgId, tx.org), eq(calendarEvents.id, eventId)));
  await record(tx, {
    action: `event.judged_${verdict.action}`,
    subject: { kind: 'event', id: eventId },
    unitId: row.unitId,
    after: { conflictId: row.id, claims: [row.claimA, row.claimB] },
  });
  if (verdict.action === 'same_booking') {
    await closeConflicts(tx, [row.id], 'same_booking', { note: verdict.note ?? null });
    // It closes nothing any more: the calendars show that, and other conflicts it stood in are gone.
    const closed = await lockUnits(tx, await readUnitsOfEvent(tx, eventId));
    const unitIds = closed.map((unit) => unit.id);
    await bumpCalendarVersions(tx, unitIds);
    await settleUnits(tx, unitIds);
  } else {
    const said = verdict.note === undefined ? {} : { note: verdict.note };
    await tx.db
      .update(conflicts)
      .set({ kind: 'double_booking', ...said })
      .where(eq(conflicts.id, row.id));
  }
}

async function readUnitsOfEvent(tx: Ctx, eventId: string): Promise<string[]> {
  const rows = await tx.db
    .select({ id: units.id })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .innerJoin(
      units,
      or(
        eq(units.id, externalCalendars.unitId),
        and(isNull(externalCalendars.unitId), eq(units.propertyId, externalCalendars.propertyId)),
      ),
    )
    .where(and(eq(calendarEvents.orgId, tx.org), eq(calendarEvents.id, eventId)));
  return rows.map((row) => row.id);
}
