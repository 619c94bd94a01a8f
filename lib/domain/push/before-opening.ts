import { ChannelError } from '#lib/providers/errors.ts';
import type { Ctx } from '../ctx.ts';
import { failStates } from './clean-states.ts';
import type { PlannedCalls } from './plan-calls.ts';
import { type Pulled, pullBefore } from './pull-before.ts';
import type { Grid } from './read-grid.ts';
import { readOne } from './read-one.ts';
import type { Turn } from './turn.ts';

/** What the channel has sold was taken in at most so long ago when nights are opened. */
const FRESH_SECONDS = 60;

/** What the channel has sold is taken in once a turn and listing. */
export async function pullOnce(ctx: Ctx, turn: Turn, opened: readonly Grid[]): Promise<Pulled> {
  const fresh = ctx.clock.now().subtract({ seconds: FRESH_SECONDS });
  const touched = opened.flatMap((grid) => grid.state.dirtySince ?? []).sort(Temporal.Instant.compare);
  const [oldest] = touched;
  const since = oldest && Temporal.Instant.compare(oldest, fresh) > 0 ? oldest : fresh;
  const listings = opened
    .filter((grid) => !turn.pulled.has(grid.listing.externalId))
    .map(({ listing, today }) => ({ externalId: listing.externalId, today }));
  if (listings.length === 0) return { kind: 'pulled' };
  const pulled = await pullBefore(ctx, turn.connection, { listings, since });
  if (pulled.kind === 'pulled') for (const one of listings) turn.pulled.add(one.externalId);
  return pulled;
}

const NOT_READ = {
  code: 'not_read',
  message: 'What stands at the channel could not be compared just before. Nothing is opened before it is.',
};

/**
 * A call of openings says of every night of a whole calendar whether it is open, also of those that stand open by all that
 * we know: one that its host has closed there since would be opened by it. So each is read once more in the same turn, one
 * call each, and what is found is brought in. Who could not be read, or whose nights are not all known, waits.
 * @returns whether something was read, so that the nights have to be compared again
 */
export async function readBeforeOpening(
  ctx: Ctx,
  turn: Turn,
  { opened, held }: Pick<PlannedCalls, 'opened' | 'held'>,
): Promise<boolean> {
  if (turn.port.says !== 'whole') return false;
  let hasRead = false;
  for (const { mappingId, state } of opened) {
    if (turn.failing.has(mappingId)) continue;
    const isRead = state.lastReadAt && Temporal.Instant.compare(state.lastReadAt, turn.since) >= 0;
    if (!isRead && !turn.read.has(mappingId)) {
      turn.read.add(mappingId);
      hasRead = true;
      await readIt(ctx, turn, mappingId);
      continue;
    }
    const why = isRead ? held.get(mappingId) : NOT_READ;
    if (!why) continue;
    turn.failing.add(mappingId);
    if (isRead) turn.held.add(mappingId);
    await failStates(ctx, [mappingId], why);
  }
  return hasRead;
}

async function readIt(ctx: Ctx, turn: Turn, mappingId: string): Promise<void> {
  try {
    await readOne(ctx, turn.connection, turn.port, mappingId);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    turn.failing.add(mappingId);
    await failStates(ctx, [mappingId], { code: error.kind, message: error.message.slice(0, 500) });
  }
}
