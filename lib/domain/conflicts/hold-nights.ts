import { holds } from '#db/schema/reservations.ts';
import { sqlState } from '#db/sql-state.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';
import type { Claim } from './rules.ts';

/** Parameters of one statement stay under Postgres's limit also where each stay holds a house of ten parts. */
const PER_STATEMENT = 500;

/**
 * Takes the nights of each stay on every leaf of its unit, earlier ones first: all of its nights or none.
 * @returns those that found a night taken; they hold nothing
 */
export async function holdNights<C extends Claim>(tx: Ctx, stays: readonly C[]): Promise<C[]> {
  const parked: C[] = [];
  for (const some of chunksOf(stays, PER_STATEMENT)) parked.push(...(await holdOrHalve(tx, some)));
  return parked;
}

/** Nearly always every night is free, so all are tried at once; where one is not, halving finds which. */
async function holdOrHalve<C extends Claim>(tx: Ctx, stays: readonly C[]): Promise<readonly C[]> {
  if (stays.length === 0 || (await tryHold(tx, stays))) return [];
  if (stays.length === 1) return stays;
  const half = stays.length >> 1;
  const first = await holdOrHalve(tx, stays.slice(0, half));
  return [...first, ...(await holdOrHalve(tx, stays.slice(half)))];
}

/** One savepoint: a taken night (23P01 of holds_one_per_night) undoes these holds and nothing else. */
async function tryHold(tx: Ctx, stays: readonly Claim[]): Promise<boolean> {
  const createdAt = tx.clock.now();
  const rows = stays.flatMap((stay) =>
    stay.leaves.map((unitId) => ({
      id: newId('hold'),
      orgId: tx.org,
      unitId,
      stayId: stay.id,
      nights: stay.nights,
      createdAt,
    })),
  );
  try {
    await tx.db.transaction((savepoint) => savepoint.insert(holds).values(rows));
    return true;
  } catch (error) {
    if (sqlState(error) === '23P01') return false;
    throw error;
  }
}
