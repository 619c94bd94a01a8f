import { and, eq, gt, inArray, like, ne, or, sql } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { reservations } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { markInbound } from '../calendars/inbound.ts';
import { reapplyFeed } from '../calendars/reapply.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyReservations } from '../intake/apply-reservations.ts';
import { applyWhole } from '../intake/apply-whole.ts';
import { oweUnknownListings } from '../intake/owe-listings.ts';
import { namesOf } from '../journal/names.ts';
import { journalOfRequest } from '../journal/queries.ts';
import { listName } from './about-rules.ts';
import { getMessage } from './queries.ts';
import { type Kept, reread, type Said } from './reread.ts';
import type { Replayed } from './schemas.ts';

const SHOWN = 100;

/** Carries what would have been out of a transaction that is undone. */
class Undone extends Error {
  readonly result: Replayed;
  constructor(result: Replayed) {
    super('undone');
    this.result = result;
  }
}

/**
 * What a kept message would change if it came now, by the very verbs that take messages in: they run in a transaction that
 * is undone, so that no row, no journal, no work owed and no wake-up is left of it; the answer is what the journal would
 * say. `apply` does the same and keeps it, unless it changes nothing, or must not be applied any more since newer words
 * stand: then that transaction is undone too. Twice gives nothing the second time.
 *
 * Dying before the commit leaves nothing. Two at once: the second waits at the verbs' locks and finds everything said.
 * @throws AppError forbidden, not_found
 */
export async function replayMessage(ctx: Ctx, id: string, mode: Replayed['mode']): Promise<Replayed> {
  requireCan(ctx, 'connection.sync');
  const { replay } = await getMessage(ctx, id);
  const held = (why: string | null): Replayed => ({ ...NOTHING, mode, outcome: 'held', why });
  if (!replay.isPossible) return held(replay.why);
  const message = await readKept(ctx, id);
  const said = await reread(ctx, message);
  if (said.kind === 'held') return held(said.why);
  // Its rows are told apart from all others by a request of their own.
  const own: Ctx = { ...ctx, requestId: newId('request') };
  try {
    return await inTx(own, async (tx) => {
      const since = tx.clock.now();
      const why = await applyAgain(tx, message, said);
      const changes = await journalOfRequest(tx, since, SHOWN);
      const result = await resultOf(tx, mode, said, changes, changes.length > 0 ? why : null);
      if (mode === 'try' || result.outcome !== 'changes') throw new Undone(result);
      await markInbound(tx, id, 'applied', null);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

const NOTHING = { said: 0, unreadable: 0, changes: [], names: {} } as const satisfies Partial<Replayed>;

/** @returns why it must not stand, as a code; null where it may */
async function applyAgain(tx: Ctx, message: Kept, said: Exclude<Said, { kind: 'held' }>) {
  const cause = { reason: 'applied again', messageId: message.id };
  if (said.kind === 'feed') {
    const { held } = await reapplyFeed(tx, said.target, said.feed, message);
    return held;
  }
  const { connection } = said;
  if (said.kind === 'rooms') {
    await applyReservations(tx, connection, said.told, cause);
    return hasNewerWord(tx, message, [...new Set(said.told.items.map((one) => one.externalId))]);
  }
  const wholes = said.items.flatMap(({ reservation }) => reservation ?? []);
  const applied = await applyWhole(tx, connection, wholes, cause);
  for (const one of applied) await oweUnknownListings(tx, connection, one.reservationId);
  return hasNewerWord(tx, message, [...new Set(wholes.map((one) => one.externalId))]);
}

/**
 * Whether anybody has said other things since: a later answer of the same list, or whatever changed one of its bookings. Asked
 * after it was applied, when their rows are locked: what came just before is seen.
 */
async function hasNewerWord(tx: Ctx, message: Kept, codes: readonly string[]) {
  const list = listName(message.contentHash);
  const [later] = list
    ? await tx.db
        .select({ id: inboundMessages.id })
        .from(inboundMessages)
        .where(
          and(
            eq(inboundMessages.orgId, tx.org),
            eq(inboundMessages.sourceId, message.sourceId),
            gt(inboundMessages.lastSeenAt, message.lastSeenAt),
            like(inboundMessages.contentHash, `${list.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`),
          ),
        )
        .limit(1)
    : [];
  if (later) return 'superseded';
  if (codes.length === 0) return null;
  const [changed] = await tx.db
    .select({ id: journal.id })
    .from(journal)
    .innerJoin(reservations, eq(reservations.id, journal.subjectId))
    .where(
      and(
        eq(journal.orgId, tx.org),
        eq(reservations.orgId, tx.org),
        inArray(reservations.externalId, [...codes]),
        gt(journal.at, message.lastSeenAt),
        or(sql`${journal.messageId} is null`, ne(journal.messageId, message.id)),
        or(sql`${journal.requestId} is null`, ne(journal.requestId, tx.requestId)),
      ),
    )
    .limit(1);
  return changed ? 'changed_since' : null;
}

async function resultOf(
  tx: Ctx,
  mode: Replayed['mode'],
  said: Exclude<Said, { kind: 'held' }>,
  changes: Replayed['changes'],
  why: string | null,
): Promise<Replayed> {
  const ids = JSON.stringify(changes.map((one) => [one.subject.id, one.unitId, one.before, one.after]));
  return {
    mode,
    outcome: why ? 'held' : changes.length > 0 ? 'changes' : 'nothing',
    why,
    ...countsOf(said),
    changes,
    names: await namesOf(tx, ids.match(/\b[a-z]{3}_[0-9a-z]{24}\b/g) ?? []),
  };
}

function countsOf(said: Exclude<Said, { kind: 'held' }>): { said: number; unreadable: number } {
  if (said.kind === 'feed') return { said: said.feed.events.length, unreadable: said.feed.warnings.length };
  if (said.kind === 'rooms') return { said: said.told.items.length, unreadable: said.told.unreadable.length };
  const read = said.items.filter(({ reservation }) => reservation !== null).length;
  return { said: read, unreadable: said.items.length - read };
}

async function readKept(ctx: Ctx, id: string): Promise<Kept> {
  const [row] = await ctx.db
    .select()
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, ctx.org), eq(inboundMessages.id, id)));
  if (!row) throw notFound('message');
  return row;
}
