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

/** Listings read one after the other before those that were are opened: a turn is short. */
const AT_ONCE = 8;

const isReadIn = ({ since }: Turn, { state }: Grid) =>
  state.lastReadAt !== null && Temporal.Instant.compare(state.lastReadAt, since) >= 0;

/**
 * Of mappings of which nights are to be opened those that are gone on with now: all where the channel is told of changes
 * only. Else those that were read in this turn, or a few that are to be; the others come with the next rounds.
 */
export function nextToOpen(turn: Turn, { opened }: Pick<PlannedCalls, 'opened'>): readonly Grid[] {
  if (turn.port.says !== 'whole') return opened;
  const open = opened.filter((grid) => !turn.failing.has(grid.mappingId));
  const read = open.filter((grid) => isReadIn(turn, grid) || turn.read.has(grid.mappingId));
  return read.length > 0 ? read : open.slice(0, AT_ONCE);
}

/**
 * A call of openings says of every night of a whole calendar whether it is open, also of those that stand open by all that
 * we know: one that its host has closed there since would be opened by it. So each is read once more in the same turn, one
 * call each, and what is found is brought in. Who could not be read, or whose nights are not all known, waits.
 * @returns whether something was read, so that the nights have to be compared again
 */
export async function readBeforeOpening(
  ctx: Ctx,
  turn: Turn,
  grids: readonly Grid[],
  { held }: Pick<PlannedCalls, 'held'>,
): Promise<boolean> {
  if (turn.port.says !== 'whole') return false;
  let hasRead = false;
  for (const grid of grids) {
    const { mappingId } = grid;
    const isRead = isReadIn(turn, grid);
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
