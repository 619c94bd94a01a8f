import type { Ctx } from '../ctx.ts';
import type { PlannedCalls } from './plan-calls.ts';
import { pullBefore } from './pull-before.ts';
import type { Grid } from './read-grid.ts';
import type { Turn } from './turn.ts';
import type { Met } from './whole-call.ts';

/**
 * Where calls have met bookings of the channel's own: it is asked at once, once a turn and listing, for what it has sold,
 * so that the nights are known to be its guest's and told no more. Where it does not show the booking, nor say which night
 * is in the way, half as many nights are told at once the next time, until that night stands alone and is refused: the
 * others are closed meanwhile. That it could not be asked keeps nothing from being closed.
 * @returns whether the nights have to be compared again
 */
export async function meet(
  ctx: Ctx,
  turn: Turn,
  grids: readonly Grid[],
  met: ReadonlyMap<string, Met>,
): Promise<boolean> {
  const listings: { externalId: string; today: Grid['today'] }[] = [];
  for (const { mappingId, listing, today } of grids) {
    const one = met.get(mappingId);
    if (!one) continue;
    if (turn.met.has(mappingId)) {
      if (one.how === 'all') turn.atMost.set(mappingId, Math.max(1, Math.floor(one.fresh / 2)));
      continue;
    }
    turn.met.add(mappingId);
    listings.push({ externalId: listing.externalId, today });
  }
  if (listings.length > 0) {
    const pulled = await pullBefore(ctx, turn.connection, { listings, since: ctx.clock.now() });
    if (pulled.kind === 'pulled') for (const one of listings) turn.pulled.add(one.externalId);
    else
      ctx.log.warn(
        { connectionId: turn.connection.id, reason: pulled.reason },
        'what a channel has sold could not be asked for',
      );
  }
  return met.size > 0;
}

/** What was closed in part goes on with more nights at once. @returns whether there is more to close */
export function goOn(
  turn: Turn,
  { parts }: Pick<PlannedCalls, 'parts'>,
  met: ReadonlyMap<string, Met>,
): boolean {
  for (const id of parts) {
    const atMost = turn.atMost.get(id);
    if (atMost !== undefined && met.get(id)?.how !== 'all') turn.atMost.set(id, atMost * 2);
  }
  return parts.size > 0;
}
