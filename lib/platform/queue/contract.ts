import { z } from 'zod';

/*
 * The kinds of work there are, and what each carries. Whoever enqueues knows this file; only lib/jobs/registry.ts knows
 * who does the work.
 */

export const RUN_TRIGGERS = ['schedule', 'manual', 'added', 'cron', 'webhook'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

export type JobKindSpec = {
  readonly payload: z.ZodType;
  /** 'organization': the row names one and the handler gets its context. 'instance': the installation's own work. */
  readonly scope: 'organization' | 'instance';
  /** Work that comes back by itself keeps trying for ever; work that is done once ends as `failed`, kept to be seen. */
  readonly recurs: boolean;
  /** True where waiting for the next firing of the safety net is too long: a delayed bell is rung for its due time. */
  readonly punctual: boolean;
};

export const JOBS = {
  /** One poll of one external calendar. Key: the calendar's id. */
  'calendar.sync': {
    payload: z.object({
      calendarId: z.string().min(1),
      trigger: z.enum(RUN_TRIGGERS),
      /** The run over several that asked for it. */
      parentId: z.string().optional(),
    }),
    scope: 'organization',
    recurs: true,
    punctual: false,
  },
  /** One sync of one connection: listings, then reservations. Key: the connection's id. */
  'connection.sync': {
    payload: z.object({
      connectionId: z.string().min(1),
      trigger: z.enum(RUN_TRIGGERS),
      /** Where a sync that took too long for one turn goes on: after this listing. */
      resume: z.object({ after: z.string(), isFull: z.boolean() }).optional(),
    }),
    scope: 'organization',
    recurs: true,
    punctual: false,
  },
  /** Fetches one reservation that a notification or an unanswered gate named. Key: connection id / its code. */
  'reservation.fetch': {
    payload: z.object({
      connectionId: z.string().min(1),
      externalId: z.string().min(1).max(200),
      messageId: z.string().optional(),
      why: z.enum(['webhook', 'gate']),
    }),
    scope: 'organization',
    recurs: false,
    punctual: true,
  },
  /** Tells one account's channel what has changed on all of its mappings. Key: the connection's id. */
  'channel.push': {
    payload: z.object({ connectionId: z.string().min(1) }),
    scope: 'organization',
    recurs: true,
    punctual: true,
  },
  /** Reads what one account's channel shows of mappings that are due, and compares. Key: the connection's id. */
  'channel.read': {
    payload: z.object({ connectionId: z.string().min(1) }),
    scope: 'organization',
    recurs: true,
    punctual: false,
  },
  /** Takes what waits in one account's queues of bookings. Key: the connection's id. */
  'queues.poll': {
    payload: z.object({ connectionId: z.string().min(1) }),
    scope: 'organization',
    recurs: true,
    punctual: true,
  },
  /** Asks for the bookings of those of one account's listings that are due, each by itself. Key: the connection's id. */
  'listings.poll': {
    payload: z.object({ connectionId: z.string().min(1) }),
    scope: 'organization',
    recurs: true,
    punctual: true,
  },
  /** Sends one message to one person. Key: the message's id. */
  'notice.send': {
    payload: z.object({ messageId: z.string().min(1) }),
    scope: 'organization',
    recurs: false,
    punctual: false,
  },
  /** Compares what is wrong with what people were told, every minute, and says that we live. Key: 'notices.scan'. */
  'notices.scan': { payload: z.object({}), scope: 'instance', recurs: true, punctual: false },
  /** Reads what people write to the bot, while somebody links a chat. Key: 'telegram.receive'. */
  'telegram.receive': { payload: z.object({}), scope: 'instance', recurs: true, punctual: true },
  /** Throws away what is past its keeping, and finds work that got lost. Key: 'housekeeping'. */
  housekeeping: { payload: z.object({}), scope: 'instance', recurs: true, punctual: false },
} as const satisfies Record<string, JobKindSpec>;

export type JobKind = keyof typeof JOBS;
export type JobPayload<K extends JobKind> = z.infer<(typeof JOBS)[K]['payload']>;
