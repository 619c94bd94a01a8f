import type { Database } from '#db/client.ts';
import { sqlState } from '#db/sql-state.ts';
import type { Clock } from '#lib/kernel/clock.ts';
import type { LiveMessage } from '#lib/kernel/live.ts';
import type { fetchDocument } from '#lib/platform/http.ts';
import type { Logger } from '#lib/platform/log.ts';
import type { Mailer } from '#lib/platform/mail.ts';
import type { KeyRing } from '#lib/platform/seal.ts';
import type { TelegramBot } from '#lib/platform/telegram.ts';
import type { Channels } from '#lib/providers/contract.ts';
import type { FeedReader } from '#lib/providers/feed-contract.ts';
import type { Role } from './access/rules.ts';

/** An organization that was proven: by a session's membership, an API key, or a row of ours that names it. */
export type OrgId = string & { readonly __org: unique symbol };

export type Actor =
  | { readonly kind: 'user'; readonly id: string; readonly role: Role }
  | { readonly kind: 'api_key'; readonly id: string; readonly role: Role }
  | { readonly kind: 'job'; readonly id: string | null }
  | { readonly kind: 'system'; readonly id: null };

/** What the world gives a verb; the same for every organization. Made once per process in lib/runtime. */
export type Deps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: KeyRing;
  /** Keyed SHA-256 (hex) for look-ups of secrets: feed tokens, feed links, API keys. */
  readonly secretHash: (text: string) => string;
  readonly fetchDocument: typeof fetchDocument;
  readonly outbound: OutboundSettings;
  readonly feedReader: FeedReader;
  readonly channels: Channels;
  /** Names this installation in the UIDs we export. */
  readonly instanceId: string;
  /** Where the world reaches us, without a trailing slash. */
  readonly appUrl: string;
  /** Rings the bell: work may be due. Only a wake-up; a lost one costs time, not truth. Never throws. */
  readonly wake: () => Promise<void>;
  /** Tells open screens that something is new. A hint like the bell: best effort, never throws. See live/announce.ts. */
  readonly notify: (message: LiveMessage) => Promise<void>;
  /** What people are told by; null where this installation has none. */
  readonly media: { readonly mail: Mailer | null; readonly telegram: TelegramBot | null };
};

export type OutboundSettings = {
  /** host:port that a person's link may reach although private. */
  readonly allow: readonly string[];
  /** Hosts that are ourselves. */
  readonly ownHosts: readonly string[];
};

export type Ctx = Deps & {
  readonly org: OrgId;
  readonly actor: Actor;
  readonly requestId: string;
  /** Present inside a transaction: what runs once it has committed. */
  readonly afterCommit?: (() => Promise<void>)[];
};

/** The one place that mints an OrgId. Callers have just read the proof: a membership, a key, or a row's own org_id. */
export function ctxFor(deps: Deps, who: { provenOrg: string; actor: Actor; requestId: string }): Ctx {
  // The brand is the claim "proven"; nothing else may write it.
  return { ...deps, org: who.provenOrg as OrgId, actor: who.actor, requestId: who.requestId };
}

/**
 * Runs `work` in one transaction, joining the one already open. What was registered with `onCommit` runs after the
 * outermost commit; a failure there is logged and swallowed, since those are only wake-ups.
 * Where two wait for each other in a circle Postgres ends one of them, and its work is run again: work writes nowhere
 * but into its transaction.
 */
export async function inTx<T>(ctx: Ctx, work: (tx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.afterCommit) return work(ctx);
  const { result, afterCommit } = await transact(ctx, work);
  // Dying here loses a wake-up, never work: what is owed stands in the rows just committed.
  for (const step of afterCommit) {
    await step().catch((error: unknown) =>
      ctx.log.warn({ err: error, requestId: ctx.requestId }, 'after commit'),
    );
  }
  return result;
}

const ATTEMPTS = 5;

async function transact<T>(
  ctx: Ctx,
  work: (tx: Ctx) => Promise<T>,
): Promise<{ result: T; afterCommit: (() => Promise<void>)[] }> {
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => Promise<void>)[] = [];
    try {
      return { result: await ctx.db.transaction((db) => work({ ...ctx, db, afterCommit })), afterCommit };
    } catch (error) {
      const isDeadlock = sqlState(error) === '40P01';
      if (!isDeadlock || attempt === ATTEMPTS) throw error;
      ctx.log.warn({ err: error, requestId: ctx.requestId, attempt }, 'deadlock: run again');
    }
  }
}

/** Runs `step` once the open transaction has committed, or at once where there is none. */
export async function onCommit(ctx: Ctx, step: () => Promise<void>): Promise<void> {
  if (ctx.afterCommit) ctx.afterCommit.push(step);
  else await step();
}
