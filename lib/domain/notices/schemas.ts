import { z } from 'zod';

/** The same words as the columns of notices; tests hold the two together. */
export const NOTICE_KINDS = [
  'conflict',
  'booking_unmapped',
  'booking_unknown_status',
  'booking_new',
  'connection_dead',
  'connection_expiring',
  'sync_failed',
  'feed_stale',
  'bell_silent',
] as const;
export const NOTICE_MEDIA = ['mail', 'telegram'] as const;

export const NoticeKind = z.enum(NOTICE_KINDS);
export const NoticeMedium = z.enum(NOTICE_MEDIA);

/** Which words a notice is told in, and what stands in them. Never a guest's data. */
export const NoticeFacts = z.object({
  variant: z.string(),
  /** Where its page is, from the root of the app. */
  path: z.string(),
  unit: z.string().nullable().default(null),
  channel: z.string().nullable().default(null),
  /** Of a listing, calendar or account. */
  name: z.string().nullable().default(null),
  checkIn: z.string().nullable().default(null),
  checkOut: z.string().nullable().default(null),
  /** The channel's own word. */
  status: z.string().nullable().default(null),
  at: z.string().nullable().default(null),
});

const When = z.iso.datetime({ offset: true });

export const NoticeChoices = z.object({
  /** What this person may be told of, in the order of the screen. */
  kinds: z.array(z.object({ kind: NoticeKind, mail: z.boolean(), telegram: z.boolean() })),
  mail: z.object({
    /** Whether this installation can send mail. */
    isConfigured: z.boolean(),
    address: z.string(),
  }),
  telegram: z.object({
    isConfigured: z.boolean(),
    linkedAt: When.nullable(),
    /** A code was made and not sent yet; the code itself is shown once. */
    codeExpiresAt: When.nullable(),
  }),
});

export const NoticeChoice = z.strictObject({ kind: NoticeKind, medium: NoticeMedium, isOn: z.boolean() });

export const NoticeTest = z.strictObject({ medium: NoticeMedium });
export const NoticeTested = z.object({
  ok: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const TelegramCode = z.object({
  code: z.string(),
  bot: z.string(),
  /** Opens the bot with the code written already. */
  link: z.string(),
  expiresAt: When,
});

export type NoticeKind = z.infer<typeof NoticeKind>;
export type NoticeMedium = z.infer<typeof NoticeMedium>;
export type NoticeFacts = z.output<typeof NoticeFacts>;
export type NoticeChoices = z.infer<typeof NoticeChoices>;
export type NoticeChoice = z.infer<typeof NoticeChoice>;
export type NoticeTested = z.infer<typeof NoticeTested>;
export type TelegramCode = z.infer<typeof TelegramCode>;
