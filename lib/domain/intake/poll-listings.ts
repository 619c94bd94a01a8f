import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../ctx.ts';
import { claimListings } from './claim-listings.ts';
import { turnSize } from './poll-listings-rules.ts';
import { PollTurn } from './poll-turn.ts';

export type PollOptions = {
  /** Waits so many milliseconds; a test moves its clock instead. */
  readonly pause?: (ms: number) => Promise<unknown>;
};

/**
 * Asks for the bookings of those listings of an account that are due, each by itself, some at once, spread over the account's
 * budget. What is the same as last time writes nothing but its own row; what is not is stored, then applied. One listing that
 * fails is left alone for a while, and the others go on; "too many" halves the pace of all; an access that has ended stops the
 * account until a person connects it again.
 *
 * One at a time for each account, as its job; were there two, each listing is claimed by one. Dying anywhere leaves claims
 * that run out, and answers that are stored or asked for once more.
 *
 * Round trips of a turn in which nothing is new, however many listings: one to claim, two for the token, two to settle, and
 * the queue's own two. A listing with news costs two more to be stored, one to be remembered, and its reservations.
 * @returns when to come back; null where the account is not asked at present, or has nothing to ask for
 * @throws what the database throws
 */
export async function pollListings(
  ctx: Ctx,
  connectionId: string,
  options: PollOptions = {},
): Promise<Temporal.Instant | null> {
  const claim = await claimListings(ctx, connectionId, largestTurn(ctx));
  const channel = claim && ctx.channels[claim.provider];
  if (!claim || !channel?.perListing) return null;
  const turn = new PollTurn({
    ctx,
    connectionId,
    claim,
    channel,
    pace: channel.perListing,
    pause: options.pause ?? sleep,
  });
  if (claim.rows.length > 0) await turn.run();
  if (turn.hasEnded) {
    await turn.settle();
    return null;
  }
  const next = await turn.settle();
  return next && latest([next, ...turn.notBefore()]);
}

/** Before it is known whose account it is. */
function largestTurn(ctx: Ctx): number {
  const paces = Object.values(ctx.channels).flatMap((channel) => channel?.perListing ?? []);
  return Math.max(1, ...paces.map(turnSize));
}

const latest = (instants: readonly Temporal.Instant[]): Temporal.Instant =>
  instants.reduce((one, other) => (Temporal.Instant.compare(one, other) < 0 ? other : one));
