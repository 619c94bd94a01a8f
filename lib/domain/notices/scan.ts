import { isNull } from 'drizzle-orm';
import { notices } from '#db/schema/notices.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ctxFor, type Deps, inTx } from '../ctx.ts';
import {
  bellCauses,
  bookingCauses,
  calendarCauses,
  conflictCauses,
  connectionCauses,
  type FoundCause,
  newBookingCauses,
} from './causes.ts';
import { queueCauses } from './queue-causes.ts';
import { closeNotices, raiseNotice } from './raise.ts';
import { compare } from './rules.ts';

export type Scanned = { readonly raised: number; readonly closed: number; readonly messages: number };

/**
 * Compares what is wrong now, in every organization, with what was told. It reads what is, not what happened: a scan
 * that was missed, or died in the middle, is made good by the next. One transaction per organization with news.
 * @param operators addresses of those who run the installation, for its own troubles
 */
export async function scanNotices(world: Deps, operators: readonly string[] = []): Promise<Scanned> {
  const [current, open] = [await findCauses(world, operators), await readOpen(world)];
  const byOrg = Map.groupBy(current, ({ org }) => org);
  const openByOrg = Map.groupBy(open, ({ orgId }) => orgId);
  const counts = { raised: 0, closed: 0, messages: 0 };
  for (const org of new Set([...byOrg.keys(), ...openByOrg.keys()])) {
    const { raise, close } = compare(byOrg.get(org) ?? [], openByOrg.get(org) ?? []);
    if (raise.length === 0 && close.length === 0) continue;
    const actor = { kind: 'system', id: null } as const;
    // Proven by rows of ours that name it.
    const ctx = ctxFor(world, { provenOrg: org, actor, requestId: newId('request') });
    const messages = await inTx(ctx, async (tx) => {
      let owed = 0;
      for (const found of raise) owed += await raiseNotice(tx, found, operators);
      const gone = close.map(({ id }) => id);
      await closeNotices(tx, gone);
      return owed;
    });
    counts.raised += raise.length;
    counts.closed += close.length;
    counts.messages += messages;
  }
  return counts;
}

async function findCauses(world: Deps, operators: readonly string[]): Promise<FoundCause[]> {
  const found = [
    await conflictCauses(world),
    await bookingCauses(world),
    await newBookingCauses(world),
    await connectionCauses(world),
    await queueCauses(world),
    await calendarCauses(world),
    await bellCauses(world, operators),
  ].flat();
  // A booking of several rooms comes once per room.
  return [...new Map(found.map((one) => [`${one.org} ${one.kind} ${one.cause}`, one])).values()];
}

function readOpen(world: Deps) {
  return world.db
    .select({
      id: notices.id,
      orgId: notices.orgId,
      kind: notices.kind,
      cause: notices.cause,
      state: notices.state,
    })
    .from(notices)
    .where(isNull(notices.closedAt));
}
