import { and, eq, inArray } from 'drizzle-orm';
import { conflicts } from '#db/schema/reservations.ts';
import { invariant } from '#lib/kernel/errors.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import { settleLocked } from '../conflicts/settle.ts';
import type { Ctx } from '../ctx.ts';
import { bumpCalendarVersions, type LockedUnit, lockUnits } from '../properties/lock-units.ts';
import { decide, type StayChange } from './decide.ts';
import { lockReservations, readUnitsOf } from './known.ts';
import { placeInPools } from './place-in-pools.ts';
import { type AppliedStay, type IncomingStay, identityOf, isShown, lastWords } from './rules.ts';
import { journalStays, writeStays } from './write.ts';

export type { AppliedStay, IncomingStay } from './rules.ts';

/**
 * The single place where a stay changes. Brings reservations and stays to what is told of them, holds their nights or
 * opens a conflict with each other stay that claims them, journals, and moves the calendar versions of the units.
 * A stay that takes any unit of a pool gets one here. What is told twice in one batch: the later stands. Nothing new: nothing is written.
 *
 * In the caller's transaction: dying anywhere here leaves nothing. Two at once wait for each other at the units, which
 * are locked before anything else; the same batch again changes nothing.
 * About 16 round trips however many stays are new, and one or two more for each that changes.
 * @param incoming nights in order (checkIn < checkOut)
 * @returns one answer per incoming stay, in its order
 * @throws AppError not_found for a unit that is not the organization's
 */
export async function applyStays(
  tx: Ctx,
  incoming: readonly IncomingStay[],
  cause: Cause,
): Promise<AppliedStay[]> {
  invariant(tx.afterCommit, 'stays change inside a transaction');
  if (incoming.length === 0) return [];
  const last = lastWords(incoming);
  const named = last.flatMap((stay) => [stay.unitId ?? [], stay.pool ?? []].flat());
  let locked = await lockUnits(tx, unique([...named, ...(await readUnitsOf(tx, last))]));
  const known = await lockReservations(tx, last);
  const told = await placeInPools(tx, last, known, locked);
  const decided = decide(told, known);
  const units = unitsOf(decided);
  // One of them was moved while we waited: its new unit is still to be locked.
  if (units.some((id) => !locked.some((unit) => unit.id === id))) locked = await lockUnits(tx, units);

  const written = decided.filter((one) => one.stayFields.length + one.reservation.fields.length > 0);
  const changes = written.filter((change) => change.outcome !== 'unchanged');
  const versions = changes.length > 0 ? await bumpShown(tx, changes.filter(isShown)) : NO_VERSIONS;
  if (written.length > 0) await writeStays(tx, written, versions);
  if (changes.length > 0) {
    await journalStays(tx, changes, cause);
    await settleLocked(tx, locked, cause);
  }
  const conflictsOf = await readOpenConflicts(tx, locked);
  const answers = new Map(
    decided.map(({ identity, reservationId, stayId, outcome }) => [
      identity,
      { reservationId, stayId, outcome, conflictIds: conflictsOf(stayId) },
    ]),
  );
  return incoming.map((stay) => {
    const answer = answers.get(identityOf(stay));
    invariant(answer, 'every stay that was told has an answer');
    return answer;
  });
}

const NO_VERSIONS: ReadonlyMap<string, number> = new Map();

async function readOpenConflicts(
  tx: Ctx,
  locked: readonly LockedUnit[],
): Promise<(claimId: string) => string[]> {
  const ids = locked.map((unit) => unit.id);
  if (ids.length === 0) return () => [];
  const open = await tx.db
    .select({ id: conflicts.id, a: conflicts.claimA, b: conflicts.claimB })
    .from(conflicts)
    .where(and(eq(conflicts.orgId, tx.org), inArray(conflicts.unitId, ids), eq(conflicts.status, 'open')));
  return (claimId) => open.filter((one) => one.a === claimId || one.b === claimId).map((one) => one.id);
}

function bumpShown(tx: Ctx, shown: readonly StayChange[]): Promise<Map<string, number>> {
  const nights = shown.flatMap(({ before, after }) => (before ? [before, after] : [after]));
  return bumpCalendarVersions(tx, unitsOf(shown), nights);
}

/** Every unit on which one of these stays stood or will stand. */
function unitsOf(changes: readonly StayChange[]): string[] {
  return unique(changes.flatMap(({ before, after }) => [before?.unitId ?? [], after.unitId ?? []].flat()));
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
