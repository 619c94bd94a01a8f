import { eq } from 'drizzle-orm';
import { telegramChats } from '#db/schema/notices.ts';
import { users } from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { MediumError } from '#lib/platform/medium-error.ts';
import type { Ctx } from '../ctx.ts';
import { getOrganization } from '../organizations/queries.ts';
import { compose } from './compose.ts';
import { requirePerson } from './internal.ts';
import { NoticeFacts, type NoticeMedium, type NoticeTested } from './schemas.ts';

/** Sends the person who asks a message at once, and says how it went. @throws AppError forbidden */
export async function sendTest(ctx: Ctx, medium: NoticeMedium): Promise<NoticeTested> {
  const { id } = requirePerson(ctx);
  const [[user], organization] = await Promise.all([
    ctx.db
      .select({ email: users.email, locale: users.locale, chatId: telegramChats.chatId })
      .from(users)
      .leftJoin(telegramChats, eq(telegramChats.userId, users.id))
      .where(eq(users.id, id)),
    getOrganization(ctx),
  ]);
  if (!user) throw notFound('person');
  const { mail, telegram } = ctx.media;
  const facts = NoticeFacts.parse({ variant: 'test', path: '/settings/notices' });
  const reader = { locale: user.locale, organization: organization.name, appUrl: ctx.appUrl };
  const { subject, text, html, chat } = compose({ kind: 'test', facts }, reader);
  const refused = (code: string, message: string) => ({ ok: false, error: { code, message } });
  try {
    if (medium === 'mail') {
      if (!mail) return refused('not_configured', 'This installation cannot send mail: SMTP_URL is not set.');
      await mail.send({ to: user.email, subject, text, html, id: newId('noticeMessage') });
    } else {
      if (!telegram) return refused('not_configured', 'This installation has no Telegram bot.');
      if (!user.chatId) return refused('not_linked', 'No chat is linked yet.');
      await telegram.send(user.chatId, chat);
    }
    return { ok: true, error: null };
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    ctx.log.warn({ err: error, medium }, 'a test message was not taken');
    return refused(error.code, error.message);
  }
}
