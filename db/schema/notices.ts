import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant, updatedAt } from '#db/columns.ts';
import { organizations, users } from './organizations.ts';

export const NOTICE_KINDS = [
  'booking_new',
  'booking_unmapped',
  'booking_unknown_status',
  'conflict',
  'connection_dead',
  'connection_expiring',
  'feed_stale',
  'sync_failed',
  'bell_silent',
] as const;
export const NOTICE_MEDIA = ['mail', 'telegram'] as const;

const orgId = () =>
  text('org_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

/** Who wants to be told of what, and how; a missing row means the default of its kind. */
export const noticeChoices = pgTable(
  'notice_choices',
  {
    orgId: orgId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    medium: text('medium', { enum: NOTICE_MEDIA }).notNull(),
    isOn: boolean('is_on').notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId, t.kind, t.medium] })],
);

/** A person's Telegram chat, linked by a code that they sent to the bot. */
export const telegramChats = pgTable(
  'telegram_chats',
  {
    userId: text('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    chatId: text('chat_id'),
    /** Hash of the code that links; null once linked. */
    codeHash: text('code_hash'),
    codeExpiresAt: instant('code_expires_at'),
    linkedAt: instant('linked_at'),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex('telegram_chats_code').on(t.codeHash)],
);

/** One cause, told once until it changes. */
export const notices = pgTable(
  'notices',
  {
    id: id(),
    orgId: orgId(),
    kind: text('kind', { enum: NOTICE_KINDS }).notNull(),
    /** What it is about: 'connection:con_…'. With the kind, the cause. */
    cause: text('cause').notNull(),
    /** What makes it another message: the error's code, the pair of a conflict. */
    state: text('state').notNull(),
    /** Ids and dates for the words; no guest's data. */
    facts: text('facts').notNull(),
    openedAt: instant('opened_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    /** Set when the cause has gone: the next time is a new message. */
    closedAt: instant('closed_at'),
  },
  (t) => [
    uniqueIndex('notices_cause').on(t.orgId, t.kind, t.cause),
    index('notices_open').on(t.orgId, t.closedAt),
  ],
);

/** A message to one person by one medium. Unique per notice's state, so that a retry does not tell twice. */
export const noticeMessages = pgTable(
  'notice_messages',
  {
    id: id(),
    orgId: orgId(),
    noticeId: text('notice_id')
      .notNull()
      .references(() => notices.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    medium: text('medium', { enum: NOTICE_MEDIA }).notNull(),
    /** The notice's changedAt that it tells of. */
    of: instant('of').notNull(),
    status: text('status', { enum: ['pending', 'sent', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    createdAt: createdAt(),
    sentAt: instant('sent_at'),
  },
  (t) => [
    uniqueIndex('notice_messages_once').on(t.noticeId, t.of, t.userId, t.medium),
    index('notice_messages_org').on(t.orgId, t.createdAt),
  ],
);
