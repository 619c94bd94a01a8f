import { AppError } from '#lib/kernel/errors.ts';
import type { NightRange } from '#lib/kernel/nights.ts';
import { readNights } from '../availability/queries.ts';
import type { NightState } from '../availability/schemas.ts';
import type { Ctx } from '../ctx.ts';

/**
 * Refuses unless every night is free for a person to book. Under the unit's lock, so that of many at once the first is
 * let in and the others see its stay; the constraint on holds stands behind it.
 * @param without the stay that is to move: it does not stand in its own way
 * @param force lets pass what a person blocked and what is kept to prepare
 * @throws AppError nights_taken, with each night in the way and what is there
 */
export async function refuseTakenNights(
  tx: Ctx,
  asked: { unitId: string; nights: NightRange; without?: string; force?: boolean | undefined },
): Promise<void> {
  const states = await readNights(tx, {
    unitIds: [asked.unitId],
    from: asked.nights.checkIn,
    to: asked.nights.checkOut,
    ...(asked.without ? { without: [asked.without] } : {}),
  });
  const taken = (states.get(asked.unitId) ?? []).filter(
    ({ state }) => state !== 'free' && !(state === 'blocked' && asked.force),
  );
  const [first] = taken;
  if (!first) return;
  const more = taken.length > 1 ? ` and ${taken.length - 1} more` : '';
  throw new AppError(
    'nights_taken',
    `The night of ${first.night}${more} cannot be booked: ${CAUSE[first.state]}. Nothing was changed.`,
    { details: { unitId: asked.unitId, nights: taken.slice(0, 31) } },
  );
}

const CAUSE: Record<NightState['state'], string> = {
  free: 'it is free',
  held: 'another stay has it',
  conflict: 'two claims stand on it already',
  closed: 'an external calendar closed it',
  blocked: 'it is blocked (send "force": true to book it all the same)',
};
