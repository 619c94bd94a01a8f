import type { Ctx } from '../ctx.ts';
import { askForOne } from './ask-for-one.ts';
import { type Pass, type Tally, tellError } from './pass.ts';
import { addCounts } from './sync-tally.ts';

/** Bookings that a full check asks for one by one in a turn; the rest is asked for at the next. */
export const MISSING_MAX = 30;

/**
 * Bookings to come that a whole list of everything left out: each is asked for by its code, since silence frees nothing.
 * One that the channel does not know any more keeps its nights and waits for a person.
 * @throws ChannelError
 */
export async function askForMissing(
  ctx: Ctx,
  pass: Pass,
  codes: readonly string[],
  tally: Tally,
): Promise<void> {
  const { get, isWhole } = pass.port;
  // A channel that cannot be asked for one has said nothing of it: it stands as it is.
  if (!get) return;
  for (const code of codes) {
    const asked = await askForOne(ctx, pass.connection, { get, isWhole }, code, {
      reason: 'missing from the full list',
      runId: pass.runIds[0] ?? null,
    });
    if (asked.kind === 'gone') {
      tellError(tally, {
        code: 'booking_gone',
        message: `The channel no longer knows booking ${code}. It keeps its nights until a person decides.`,
      });
    } else addCounts(tally, asked.counts);
  }
}
