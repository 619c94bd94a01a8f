import { randomInt } from 'node:crypto';
import { and, eq, gt, isNotNull } from 'drizzle-orm';
import { telegramChats } from '#db/schema/notices.ts';
import { users } from '#db/schema/organizations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { MediumError } from '#lib/platform/medium-error.ts';
import type { TelegramBot, TelegramUpdate } from '#lib/platform/telegram.ts';
import { type Ctx, type Deps, inTx } from '../ctx.ts';
import { enqueueOwn } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { LocaleName } from '../people/schemas.ts';
import { requirePerson } from './internal.ts';
import { CHAT_WORDS, UNKNOWN_CODE } from './media-labels.ts';
import type { TelegramCode } from './schemas.ts';

const LIFE_MINUTES = 15;
/** Without what people confuse. 8 of 31: 40 bits, for a quarter of an hour. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;

/**
 * Makes a code that links a chat to this person, once, within a quarter of an hour; the code before it ends. While one
 * waits, the bot is asked for what people write to it. A chat that is linked already stays so until the new one is.
 * @throws AppError forbidden; unavailable where this installation has no bot, or Telegram does not answer
 */
export async function beginTelegramLink(ctx: Ctx): Promise<TelegramCode> {
  const person = requirePerson(ctx);
  const bot = await nameOf(requireBot(ctx));
  const code = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  const now = ctx.clock.now();
  const expiresAt = now.add({ minutes: LIFE_MINUTES });
  const waits = { codeHash: ctx.secretHash(code), codeExpiresAt: expiresAt, updatedAt: now };
  await inTx(ctx, async (tx) => {
    await tx.db
      .insert(telegramChats)
      .values({ userId: person.id, ...waits })
      .onConflictDoUpdate({ target: telegramChats.userId, set: waits });
    await enqueueOwn(tx, 'telegram.receive', now);
  });
  return { code, bot, link: `https://t.me/${bot}?start=${code}`, expiresAt: expiresAt.toString() };
}

/** Nothing is told there any more, and a code that waits ends. Twice is once. @throws AppError forbidden */
export async function endTelegramLink(ctx: Ctx): Promise<void> {
  const person = requirePerson(ctx);
  await inTx(ctx, async (tx) => {
    const gone = await tx.db.delete(telegramChats).where(eq(telegramChats.userId, person.id)).returning();
    if (gone.length > 0) await recordLink(tx, person.id, false);
  });
}

/** The chat takes nothing any more. Only the one that refused: the person may have linked another meanwhile. */
export async function unlinkChat(ctx: Ctx, userId: string, chatId: string | null): Promise<void> {
  if (chatId === null) return;
  await inTx(ctx, async (tx) => {
    const unlinked = await tx.db
      .update(telegramChats)
      .set({ chatId: null, linkedAt: null, updatedAt: tx.clock.now() })
      .where(and(eq(telegramChats.userId, userId), eq(telegramChats.chatId, chatId)))
      .returning({ userId: telegramChats.userId });
    if (unlinked.length > 0) await recordLink(tx, userId, false);
  });
}

function recordLink(tx: Ctx, userId: string, isLinked: boolean): Promise<void> {
  const after = { fields: ['telegram'], isLinked };
  return record(tx, { action: 'user.changed', subject: { kind: 'user', id: userId }, after });
}

type World = Pick<Deps, 'db' | 'clock' | 'secretHash' | 'media'>;

/**
 * Reads what people wrote to the bot and links the chats whose code is right. For a person, not for an organization: a
 * code proves who made it. Two readers at once: the conditional update lets each code link once.
 * @returns whether somebody is still waiting to be linked
 * @throws MediumError
 */
export async function receiveTelegram(world: World): Promise<boolean> {
  const bot = world.media.telegram;
  if (!bot || !(await isAnybodyWaiting(world))) return false;
  await bot.receive(async (updates) => {
    for (const update of updates) await answer(world, bot, update);
  });
  return isAnybodyWaiting(world);
}

async function isAnybodyWaiting({ db, clock }: World): Promise<boolean> {
  const waiting = and(isNotNull(telegramChats.codeHash), gt(telegramChats.codeExpiresAt, clock.now()));
  return (await db.$count(telegramChats, waiting)) > 0;
}

async function answer(world: World, bot: TelegramBot, { chatId, text }: TelegramUpdate): Promise<void> {
  const [, code] = /^\s*(?:\/start\s+)?([2-9A-HJKMNP-Z]{8})\s*$/i.exec(text) ?? [];
  if (!code) return; // a bare /start, or small talk
  const now = world.clock.now();
  const linked = await world.db
    .update(telegramChats)
    .set({ chatId, linkedAt: now, codeHash: null, codeExpiresAt: null, updatedAt: now })
    .from(users)
    .where(
      and(
        eq(users.id, telegramChats.userId),
        eq(telegramChats.codeHash, world.secretHash(code.toUpperCase())),
        gt(telegramChats.codeExpiresAt, now),
      ),
    )
    .returning({ locale: users.locale });
  const [person] = linked;
  const words = person ? CHAT_WORDS[LocaleName.catch('en').parse(person.locale)].linked : UNKNOWN_CODE;
  await bot.send(chatId, words).catch((error: unknown) => {
    if (!(error instanceof MediumError)) throw error; // the screen says it too
  });
}

function requireBot(ctx: Ctx): TelegramBot {
  if (ctx.media.telegram) return ctx.media.telegram;
  throw new AppError('unavailable', 'This installation has no Telegram bot.');
}

async function nameOf(bot: TelegramBot): Promise<string> {
  try {
    return await bot.name();
  } catch (error) {
    if (!(error instanceof MediumError)) throw error;
    throw new AppError('unavailable', `${error.message} Nothing was changed.`, { cause: error });
  }
}
