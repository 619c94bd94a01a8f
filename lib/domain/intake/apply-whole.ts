import { sql } from 'drizzle-orm';
import { invariant } from '#lib/kernel/errors.ts';
import type { WholeReservation } from '#lib/providers/sales-contract.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { applyTold } from '../mappings/apply-told.ts';
import type { AppliedStay } from '../reservations/rules.ts';
import { isChannelId } from './incoming.ts';
import { keepCancelled, keepRefused } from './keep-wholes.ts';
import { readListingUnits } from './listing-units.ts';
import { planWhole } from './plan-whole.ts';
import { type KnownWhole, readKnownWholes } from './read-wholes.ts';
import type { WholeRefusal } from './whole-rules.ts';

export type AppliedWhole = {
  readonly externalId: string;
  /** Ours; null where nothing is kept of it under a reservation. */
  readonly reservationId: string | null;
  /** refused: nothing was changed, and `refusal` says why; what it said is kept for a person. */
  readonly outcome: AppliedStay['outcome'] | 'refused';
  /** One for each of its rooms that was told or ended. */
  readonly stays: readonly AppliedStay[];
  readonly refusal: WholeRefusal | null;
};

type Connection = Pick<ConnectionRow, 'id' | 'provider'>;

/**
 * Brings our reservations to what a channel says of some of its own that it tells as a whole: a room that is not listed
 * any more is cancelled, and without rooms all are. A cancellation of one that nobody knew is kept as cancelled, so that
 * an older word which comes late books nothing; a change of one that nobody knew books it. Told twice, late or in
 * another order it ends the same.
 *
 * One that cannot be kept as it is, or whose id is known of another property, is refused by itself: the others are applied.
 *
 * In the caller's transaction, before it locks anything else, and after the raw answer was stored. Of two at once that
 * speak of one reservation the second waits for the first and finds the rooms that it booked.
 * @returns one answer per reservation, in its order
 */
export async function applyWhole(
  tx: Ctx,
  connection: Connection,
  wholes: readonly WholeReservation[],
  cause: Cause,
): Promise<AppliedWhole[]> {
  invariant(tx.afterCommit, 'reservations change inside a transaction');
  if (wholes.length === 0) return [];
  await lockNames(tx, connection, wholes);
  const answers = new Map<WholeReservation, AppliedWhole>();
  for (const round of roundsOf(wholes)) {
    for (const [whole, answer] of await applyRound(tx, connection, round, cause)) answers.set(whole, answer);
  }
  if ([...answers.values()].some((one) => one.outcome !== 'unchanged')) await announce(tx, 'inbox');
  return wholes.map((whole) => {
    const answer = answers.get(whole);
    invariant(answer, 'every reservation that was told has an answer');
    return answer;
  });
}

/** What one batch says twice of a reservation comes one after the other. */
function roundsOf(wholes: readonly WholeReservation[]): WholeReservation[][] {
  const rounds: WholeReservation[][] = [];
  for (const told of Map.groupBy(wholes, (one) => one.externalId).values()) {
    for (const [index, whole] of told.entries()) {
      const round = rounds[index];
      if (round) round.push(whole);
      else rounds.push([whole]);
    }
  }
  return rounds;
}

/**
 * Until the transaction ends nobody else tells these reservations as a whole: which rooms are missing is read before the
 * rows themselves are locked. In the order of the numbers, so that two wait for each other and never in a circle.
 */
async function lockNames(tx: Ctx, connection: Connection, wholes: readonly WholeReservation[]) {
  const named = wholes.filter((one) => isChannelId(one.externalId));
  const names = named.map((one) => `${tx.org} ${connection.provider} ${one.externalId}`);
  await tx.db.execute(sql`
    select pg_advisory_xact_lock(k.number) from (
      select distinct hashtextextended(n.name, 0) as number
      from json_array_elements_text(${JSON.stringify(names)}::text::json) as n(name) order by 1
    ) k`);
}

async function applyRound(
  tx: Ctx,
  connection: Connection,
  round: readonly WholeReservation[],
  cause: Cause,
): Promise<Map<WholeReservation, AppliedWhole>> {
  const rooms = round.flatMap((one) => one.rooms);
  const units = await readListingUnits(
    tx,
    connection.id,
    rooms.map((room) => room.listingId),
  );
  const known = await readKnownWholes(tx, connection.provider, round);
  const place = { connection, units, now: tx.clock.now() };
  const planned = round.map((whole) => ({
    whole,
    ...planWhole(place, whole, known.get(whole.externalId) ?? null),
  }));
  await keepRefused(tx, connection, planned, cause);
  const applied = await applyTold(
    tx,
    planned.flatMap((one) => one.incoming),
    cause,
  );
  let at = 0;
  const answers = new Map<WholeReservation, AppliedWhole>();
  for (const one of planned) {
    const stays = applied.slice(at, at + one.incoming.length);
    at += one.incoming.length;
    const isUnheardOf = one.isCancelledUnknown;
    const reservationId = isUnheardOf
      ? await keepCancelled(tx, connection, one.whole, cause)
      : (stays[0]?.reservationId ?? one.known?.row.id ?? null);
    answers.set(one.whole, {
      externalId: one.whole.externalId,
      reservationId: one.refusal ? null : reservationId,
      outcome: one.refusal ? 'refused' : isUnheardOf ? 'cancelled' : outcomeOf(one.known, stays),
      stays,
      refusal: one.refusal,
    });
  }
  return answers;
}

function outcomeOf(known: KnownWhole | null, stays: readonly AppliedStay[]): AppliedStay['outcome'] {
  const outcomes = new Set(stays.map((one) => one.outcome));
  outcomes.delete('unchanged');
  const [only] = outcomes;
  if (!only) return 'unchanged';
  if (outcomes.size > 1) return known ? 'updated' : 'created';
  // One more room of a reservation that stood, or one room less.
  const isWhole = stays.every((one) => one.outcome === only) && (!known || only === 'updated');
  if (isWhole || !known) return only;
  const others = known.stays.filter((stay) => stay.status === 'active').map((stay) => stay.id);
  const untouched = others.filter((id) => !stays.some((one) => one.stayId === id && one.outcome === only));
  return untouched.length > 0 ? 'updated' : only;
}
