import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, id, instant } from '#db/columns.ts';
import { organizations } from './organizations.ts';

/** Work owed. It lives here; whoever rings (QStash, the built-in clock) only wakes it. */
export const jobs = pgTable(
  'jobs',
  {
    id: id(),
    /** Null for the instance's own work. */
    orgId: text('org_id').references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    /** Unique while pending, so that work coalesces. */
    key: text('key').notNull(),
    payload: jsonb('payload').notNull(),
    state: text('state', { enum: ['pending', 'running', 'failed'] })
      .notNull()
      .default('pending'),
    dueAt: instant('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    leaseUntil: instant('lease_until'),
    leaseToken: text('lease_token'),
    lastError: text('last_error'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('jobs_pending_key').on(t.kind, t.key).where(sql`state = 'pending'`),
    index('jobs_due').on(t.dueAt).where(sql`state = 'pending'`),
    index('jobs_lease').on(t.leaseUntil).where(sql`state = 'running'`),
  ],
);

/** Deliveries of the queue that were worked: a second one of the same message has no second effect. */
export const queueDeliveries = pgTable('queue_deliveries', {
  messageId: text('message_id').primaryKey(),
  source: text('source', { enum: ['qstash', 'clock'] }).notNull(),
  receivedAt: instant('received_at').notNull(),
  /** Set after success only, so that a retry of a failed one is worked. */
  doneAt: instant('done_at'),
});

/** One row per bell (qstash, clock): when it last rang, and since when the other stands in for it. */
export const bells = pgTable('bells', {
  name: text('name').primaryKey(),
  lastRangAt: instant('last_rang_at'),
  silentSince: instant('silent_since'),
  note: text('note'),
});

/** One sync, in the history. Polls that change nothing share one row an hour. */
export const runs = pgTable(
  'runs',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['calendar', 'calendars', 'connection', 'push'] }).notNull(),
    /** The external calendar or the connection; null for a run over several. */
    subjectId: text('subject_id'),
    /** The run over several that this one is part of. */
    parentId: text('parent_id'),
    trigger: text('trigger', { enum: ['schedule', 'manual', 'added', 'cron', 'webhook'] }).notNull(),
    status: text('status', { enum: ['running', 'success', 'partial', 'error'] }).notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    polls: integer('polls').notNull().default(1),
    created: integer('created').notNull().default(0),
    updated: integer('updated').notNull().default(0),
    cancelled: integer('cancelled').notNull().default(0),
    errors: jsonb('errors')
      .$type<{ code: string; message: string; nights?: number | undefined }[]>()
      .notNull()
      .default([]),
    messageId: text('message_id'),
  },
  (t) => [
    index('runs_org').on(t.orgId, t.startedAt),
    index('runs_subject').on(t.subjectId, t.startedAt),
    index('runs_running').on(t.startedAt).where(sql`status = 'running'`),
  ],
);

/** The append-only record of every change. No guest's data in clear. */
export const journal = pgTable(
  'journal',
  {
    id: id(),
    orgId: text('org_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    at: instant('at').notNull(),
    actorKind: text('actor_kind', { enum: ['user', 'api_key', 'job', 'system'] }).notNull(),
    actorId: text('actor_id'),
    /** verb.noun in the past: 'reservation.created'. */
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    unitId: text('unit_id'),
    reason: text('reason'),
    before: jsonb('before'),
    after: jsonb('after'),
    messageId: text('message_id'),
    runId: text('run_id'),
    requestId: text('request_id'),
  },
  (t) => [
    index('journal_org').on(t.orgId, t.at),
    index('journal_subject').on(t.subjectId, t.at),
    index('journal_unit').on(t.unitId, t.at),
    // What a message changed; most rows come of none.
    index('journal_message').on(t.messageId).where(sql`message_id is not null`),
  ],
);
