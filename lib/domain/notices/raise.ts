import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { noticeChoices, noticeMessages, notices, telegramChats } from '#db/schema/notices.ts';
import { memberships, users } from '#db/schema/organizations.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { FoundCause } from './causes.ts';
import { FLICKER_MINUTES, wants } from './rules.ts';
import { NOTICE_MEDIA, type NoticeKind, type NoticeMedium } from './schemas.ts';

/**
 * Opens the notice of a cause, or moves it to its new state, and owes a message to everybody who wants one; all in the
 * caller's transaction. A cause that is known as it is changes nothing, so that of two scans at once one tells.
 * @returns how many messages are owed
 */
export async function raiseNotice(tx: Ctx, found: FoundCause, operators: readonly string[]): Promise<number> {
  const now = tx.clock.now();
  const recent = now.subtract({ minutes: FLICKER_MINUTES }).toString({ fractionalSecondDigits: 3 });
  const isBackAsItWas = sql`(${notices.state} = excluded.state and ${notices.closedAt} > ${recent}::timestamptz)`;
  const [row] = await tx.db
    .insert(notices)
    .values({
      id: newId('notice'),
      orgId: tx.org,
      kind: found.kind,
      cause: found.cause,
      state: found.state,
      facts: JSON.stringify(found.facts),
      openedAt: now,
      changedAt: now,
      closedAt: null,
    })
    .onConflictDoUpdate({
      target: [notices.orgId, notices.kind, notices.cause],
      set: {
        state: sql`excluded.state`,
        facts: sql`excluded.facts`,
        openedAt: sql`case when ${notices.closedAt} is null or ${isBackAsItWas} then ${notices.openedAt} else excluded.opened_at end`,
        changedAt: sql`case when ${isBackAsItWas} then ${notices.changedAt} else excluded.changed_at end`,
        closedAt: null,
      },
      setWhere: sql`${notices.closedAt} is not null or ${notices.state} <> excluded.state`,
    })
    .returning({ id: notices.id, changedAt: notices.changedAt });
  if (!row || Temporal.Instant.compare(row.changedAt, now) !== 0) return 0;
  const wanted = await recipientsOf(tx, found.kind, operators);
  for (const { userId, medium } of wanted)
    await oweMessage(tx, { noticeId: row.id, of: now, userId, medium });
  return wanted.length;
}

/** The cause is gone: when it comes back it is told anew. What is still to be sent of it is not sent any more. */
export async function closeNotices(tx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.db
    .update(notices)
    .set({ closedAt: tx.clock.now() })
    .where(and(eq(notices.orgId, tx.org), inArray(notices.id, [...ids]), isNull(notices.closedAt)));
}

/** Unique per notice's state, person and medium: owed twice is sent once. */
async function oweMessage(
  tx: Ctx,
  message: { noticeId: string; of: Temporal.Instant; userId: string; medium: NoticeMedium },
): Promise<void> {
  const now = tx.clock.now();
  const [owed] = await tx.db
    .insert(noticeMessages)
    .values({ id: newId('noticeMessage'), orgId: tx.org, ...message, status: 'pending', createdAt: now })
    .onConflictDoNothing()
    .returning({ id: noticeMessages.id });
  if (!owed) return;
  await enqueue(tx, { kind: 'notice.send', key: owed.id, payload: { messageId: owed.id }, dueAt: now });
}

export type Recipient = { readonly userId: string; readonly medium: NoticeMedium };

/** Members who want to be told of this kind, by each medium that reaches them here. */
async function recipientsOf(tx: Ctx, kind: NoticeKind, operators: readonly string[]): Promise<Recipient[]> {
  const members = await tx.db
    .select({ userId: users.id, email: users.email, role: memberships.role, chatId: telegramChats.chatId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(telegramChats, eq(telegramChats.userId, users.id))
    .where(eq(memberships.orgId, tx.org));
  const wishes = await tx.db
    .select()
    .from(noticeChoices)
    .where(and(eq(noticeChoices.orgId, tx.org), eq(noticeChoices.kind, kind)));
  return members.flatMap(({ userId, email, role, chatId }): Recipient[] => {
    if (kind === 'bell_silent' && operators.length > 0 && !operators.includes(email)) return [];
    const own = wishes.filter((wish) => wish.userId === userId);
    return NOTICE_MEDIA.filter((medium) => reaches(tx, medium, chatId) && wants(role, own, kind, medium)).map(
      (medium) => ({ userId, medium }),
    );
  });
}

function reaches(ctx: Ctx, medium: NoticeMedium, chatId: string | null): boolean {
  return medium === 'mail' ? ctx.media.mail !== null : ctx.media.telegram !== null && chatId !== null;
}
