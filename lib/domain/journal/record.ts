import { journal } from '#db/schema/work.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';

export type JournalEntry = {
  /** noun.verb in the past: 'reservation.created'. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly unitId?: string | null;
  readonly reason?: string | null;
  /** Ids, nights, states, names of properties and calendars. Never a guest's data, a secret or a link. */
  readonly before?: Record<string, unknown> | null;
  readonly after?: Record<string, unknown> | null;
  readonly messageId?: string | null;
  readonly runId?: string | null;
};

/** Writes one journal row in the transaction of the change it records. */
export async function record(ctx: Ctx, entry: JournalEntry): Promise<void> {
  await ctx.db.insert(journal).values(journalRow(ctx, entry));
}

/** Many at once, a thousand to a statement: for a sync that changes many stays. */
export async function recordAll(ctx: Ctx, entries: readonly JournalEntry[]): Promise<void> {
  for (const part of chunksOf(entries, 1000)) {
    await ctx.db.insert(journal).values(part.map((entry) => journalRow(ctx, entry)));
  }
}

function journalRow(ctx: Ctx, entry: JournalEntry): typeof journal.$inferInsert {
  return {
    id: newId('journal'),
    orgId: ctx.org,
    at: ctx.clock.now(),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    action: entry.action,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id,
    unitId: entry.unitId ?? null,
    reason: entry.reason ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
    messageId: entry.messageId ?? null,
    runId: entry.runId ?? null,
    requestId: ctx.requestId,
  };
}
