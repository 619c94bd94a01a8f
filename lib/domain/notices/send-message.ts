import { and, eq, sql } from 'drizzle-orm';
import { noticeChoices, noticeMessages, notices, telegramChats } from '#db/schema/notices.ts';
import { memberships, organizations, users } from '#db/schema/organizations.ts';
import { backoffMs } from '#lib/kernel/backoff.ts';
import { MediumError } from '#lib/platform/medium-error.ts';
import type { Ctx } from '../ctx.ts';
import { compose } from './compose.ts';
import { wants } from './rules.ts';
import { NoticeFacts } from './schemas.ts';
import { unlinkChat } from './telegram-link.ts';

/** Over about ten hours; what a person was not told by then they see on the screen. */
const ATTEMPTS = 12;
const WAIT = { baseMs: 20_000, maxMs: 2 * 60 * 60_000 };

/** When it is tried again; null: it is sent, or never will be. */
export type Sent = { readonly retryAt: Temporal.Instant | null; readonly reason: string | null };

/**
 * Sends one message to one person. At least once: a process that dies between the medium's yes and our note of it sends
 * a second time, under the same message id. One that is sent is never sent again, and one whose cause has gone or
 * moved on, or that is not wanted any more, is not sent at all.
 */
export async function sendMessage(ctx: Ctx, messageId: string, random: number): Promise<Sent> {
  const found = await readMessage(ctx, messageId);
  if (found?.message.status !== 'pending') return { retryAt: null, reason: null };
  const why = await whyNot(ctx, found);
  if (why) return giveUp(ctx, messageId, why);
  // Counted before it is tried, so that a message that ends the process each time comes to an end itself.
  const attempts = await countAttempt(ctx, messageId);
  try {
    await deliver(ctx, found);
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    if (error.code === 'blocked') await unlinkChat(ctx, found.user.id, found.chatId);
    if (!error.mayPass || attempts >= ATTEMPTS) return giveUp(ctx, messageId, error.message);
    return noteFailure(ctx, messageId, { error, attempts, random });
  }
  await settle(ctx, messageId, { status: 'sent', sentAt: ctx.clock.now(), lastError: null });
  return { retryAt: null, reason: null };
}

type Found = NonNullable<Awaited<ReturnType<typeof readMessage>>>;

async function readMessage(ctx: Ctx, messageId: string) {
  const [row] = await ctx.db
    .select({
      message: noticeMessages,
      notice: notices,
      user: { id: users.id, email: users.email, locale: users.locale },
      organization: organizations.name,
      role: memberships.role,
      chatId: telegramChats.chatId,
    })
    .from(noticeMessages)
    .innerJoin(notices, eq(notices.id, noticeMessages.noticeId))
    .innerJoin(users, eq(users.id, noticeMessages.userId))
    .innerJoin(organizations, eq(organizations.id, noticeMessages.orgId))
    .leftJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.orgId, noticeMessages.orgId)))
    .leftJoin(telegramChats, eq(telegramChats.userId, users.id))
    .where(and(eq(noticeMessages.orgId, ctx.org), eq(noticeMessages.id, messageId)));
  return row;
}

/** Why it is not to be sent any more. */
async function whyNot(ctx: Ctx, { message, notice, user, role, chatId }: Found): Promise<string | null> {
  if (notice.closedAt) return 'the cause is gone';
  if (Temporal.Instant.compare(notice.changedAt, message.of) !== 0) return 'the cause has changed since';
  if (!role) return 'not a member any more';
  const wishes = await ctx.db
    .select()
    .from(noticeChoices)
    .where(and(eq(noticeChoices.orgId, ctx.org), eq(noticeChoices.userId, user.id)));
  if (!wants(role, wishes, notice.kind, message.medium)) return 'not wanted any more';
  if (message.medium === 'telegram' && !chatId) return 'no chat is linked any more';
  if (!ctx.media[message.medium]) return 'this installation cannot send it any more';
  return null;
}

async function deliver(ctx: Ctx, { message, notice, user, organization, chatId }: Found): Promise<void> {
  const facts = NoticeFacts.parse(JSON.parse(notice.facts));
  const reader = { locale: user.locale, organization, appUrl: ctx.appUrl };
  const { chat, ...mail } = compose({ kind: notice.kind, facts }, reader);
  if (message.medium === 'mail') {
    const { subject, text, html } = mail;
    await ctx.media.mail?.send({ to: user.email, subject, text, html, id: message.id });
  } else if (chatId) {
    await ctx.media.telegram?.send(chatId, chat);
  }
}

async function countAttempt(ctx: Ctx, messageId: string): Promise<number> {
  const [row] = await ctx.db
    .update(noticeMessages)
    .set({ attempts: sql`${noticeMessages.attempts} + 1` })
    .where(and(eq(noticeMessages.orgId, ctx.org), eq(noticeMessages.id, messageId)))
    .returning({ attempts: noticeMessages.attempts });
  return row?.attempts ?? 1;
}

async function noteFailure(
  ctx: Ctx,
  messageId: string,
  failed: { error: MediumError; attempts: number; random: number },
): Promise<Sent> {
  const { error, attempts, random } = failed;
  await settle(ctx, messageId, { lastError: error.message });
  const asked = error.retryAfterSeconds === null ? null : Math.min(error.retryAfterSeconds, 86_400) * 1000;
  const milliseconds = Math.round(asked ?? backoffMs(attempts, WAIT, random));
  ctx.log.warn({ err: error, message: messageId }, 'a notice could not be sent and will be tried again');
  return { retryAt: ctx.clock.now().add({ milliseconds }), reason: error.message };
}

async function giveUp(ctx: Ctx, messageId: string, why: string): Promise<Sent> {
  await settle(ctx, messageId, { status: 'failed', lastError: why });
  return { retryAt: null, reason: why };
}

/** One that is not pending any more stays as it is. */
async function settle(
  ctx: Ctx,
  messageId: string,
  set: Partial<Pick<typeof noticeMessages.$inferInsert, 'status' | 'sentAt' | 'lastError'>>,
): Promise<void> {
  await ctx.db
    .update(noticeMessages)
    .set(set)
    .where(
      and(
        eq(noticeMessages.orgId, ctx.org),
        eq(noticeMessages.id, messageId),
        eq(noticeMessages.status, 'pending'),
      ),
    );
}
