import { and, eq } from 'drizzle-orm';
import { noticeChoices, telegramChats } from '#db/schema/notices.ts';
import { users } from '#db/schema/organizations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { requirePerson } from './internal.ts';
import { kindsFor, maySee, wants } from './rules.ts';
import type { NoticeChoice, NoticeChoices } from './schemas.ts';

/** What this person is told of in this organization, and by what they can be reached. @throws AppError forbidden */
export async function getNoticeChoices(ctx: Ctx): Promise<NoticeChoices> {
  const person = requirePerson(ctx);
  const [[user], wishes] = await Promise.all([
    ctx.db
      .select({ email: users.email, chat: telegramChats })
      .from(users)
      .leftJoin(telegramChats, eq(telegramChats.userId, users.id))
      .where(eq(users.id, person.id)),
    ctx.db
      .select()
      .from(noticeChoices)
      .where(and(eq(noticeChoices.orgId, ctx.org), eq(noticeChoices.userId, person.id))),
  ]);
  if (!user) throw notFound('person');
  const { chat } = user;
  const isWaiting =
    chat?.codeHash && chat.codeExpiresAt && Temporal.Instant.compare(chat.codeExpiresAt, ctx.clock.now()) > 0;
  return {
    kinds: kindsFor(person.role).map((kind) => ({
      kind,
      mail: wants(person.role, wishes, kind, 'mail'),
      telegram: wants(person.role, wishes, kind, 'telegram'),
    })),
    mail: { isConfigured: ctx.media.mail !== null, address: user.email },
    telegram: {
      isConfigured: ctx.media.telegram !== null,
      linkedAt: chat?.chatId ? (chat.linkedAt?.toString() ?? null) : null,
      codeExpiresAt: isWaiting ? (chat.codeExpiresAt?.toString() ?? null) : null,
    },
  };
}

/**
 * Switches one kind on or off for one medium, for the person who asks, in this organization.
 * @throws AppError forbidden, also for a kind that their role does not see
 */
export async function setNoticeChoice(ctx: Ctx, choice: NoticeChoice): Promise<NoticeChoices> {
  const person = requirePerson(ctx);
  if (!maySee(person.role, choice.kind)) {
    throw new AppError('forbidden', 'Your role does not see what this is about.');
  }
  await inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const { kind, medium, isOn } = choice;
    await tx.db
      .insert(noticeChoices)
      .values({ orgId: tx.org, userId: person.id, kind, medium, isOn, updatedAt: now })
      .onConflictDoUpdate({
        target: [noticeChoices.orgId, noticeChoices.userId, noticeChoices.kind, noticeChoices.medium],
        set: { isOn, updatedAt: now },
      });
    await record(tx, {
      action: 'user.changed',
      subject: { kind: 'user', id: person.id },
      after: { fields: ['notices'], kind, medium, isOn },
    });
  });
  return getNoticeChoices(ctx);
}
