import { and, eq, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { pushStates } from '#db/schema/push.ts';
import { backoffMs } from '#lib/kernel/backoff.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { readsOf } from './flow-rules.ts';
import { adoptTogether, readNights, readOne } from './read-one.ts';
import { isReadDue, readTargets, type Target } from './read-targets.ts';
import { at } from './settle-answer.ts';
import { jitter, TELLABLE } from './turn.ts';

const TURN_SECONDS = 60;
/** One that cannot be asked now is looked after once an hour, in case nobody said that it can be again. */
const RESTING_MINUTES = 60;
/** The next part, where there was more to read than a turn may. */
const MORE_SECONDS = 60;
const RETRY = { baseMs: 60_000, maxMs: 60 * 60_000 };

/**
 * Reads what a channel shows of the account's mappings that are due: those that were never read (first contact) before
 * the others, each of which comes once a day, and sooner after a push. What is found is brought in by `readOne`.
 *
 * One at a time for each account, as a job. Dying between two mappings loses nothing: each is written by itself, and what
 * was not is still due.
 * @returns when the next one is due; null where nothing of this connection is pushed, or it is disconnected
 * @throws what the database throws
 */
export async function readBack(ctx: Ctx, connectionId: string): Promise<Temporal.Instant | null> {
  const [connection] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, connectionId)));
  const port = connection && ctx.channels[connection.provider]?.provider.push;
  if (!port || connection.status === 'disconnected') return null;
  const now = ctx.clock.now();
  if (!TELLABLE.some((status) => status === connection.status)) return now.add({ minutes: RESTING_MINUTES });
  await ensureStates(ctx, connection);
  const until = now.add({ seconds: TURN_SECONDS });
  const due = await readTargets(ctx, connection, port, isReadDue(now));
  due.sort((a, b) => Number(a.state.adoptedAt !== null) - Number(b.state.adoptedAt !== null));
  const read: First[] = [];
  const stoppedUntil = await readDue(ctx, connection, { port, due, until, read });
  await adoptTogether(ctx, connection, port, read);
  if (stoppedUntil) return stoppedUntil;
  return nextDue(ctx, connection, port);
}

type First = NonNullable<Awaited<ReturnType<typeof readNights>>>;

/** @returns when to go on, where the turn ended before all were read. `read`: takes those that are judged together */
async function readDue(
  ctx: Ctx,
  connection: ConnectionRow,
  turn: { port: PushPort; due: readonly Target[]; until: Temporal.Instant; read: First[] },
): Promise<Temporal.Instant | null> {
  const { port, due, until, read } = turn;
  const hasQueues = Boolean(ctx.channels[connection.provider]?.provider.queues);
  let calls = readsOf(port.perMinute);
  for (const target of due) {
    calls -= Math.ceil(port.horizonNights / port.readNights);
    const isOver = calls < 0 || Temporal.Instant.compare(ctx.clock.now(), until) >= 0;
    if (isOver && target !== due[0]) return ctx.clock.now().add({ seconds: MORE_SECONDS });
    try {
      if (hasQueues && target.state.adoptedAt === null) {
        const first = await readNights(ctx, connection, port, target.mappingId);
        if (first) read.push(first);
      } else await readOne(ctx, connection, port, target.mappingId);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      await failRead(ctx, target.mappingId, target.state.failures, error);
      if (error.kind === 'auth') return ctx.clock.now().add({ minutes: RESTING_MINUTES });
      if (error.kind === 'limited')
        return ctx.clock.now().add({ seconds: Math.max(1, error.retryAfterSeconds ?? MORE_SECONDS) });
    }
  }
  return null;
}

/** A mapping that became active before there was anything to push, or by a restore. Nearly always nothing. */
async function ensureStates(ctx: Ctx, connection: ConnectionRow): Promise<void> {
  const now = at(ctx.clock.now());
  await ctx.db.execute(sql`
    insert into push_states (mapping_id, org_id, connection_id, next_read_at, created_at, updated_at)
    select m.id, m.org_id, m.connection_id, ${now}, ${now}, ${now} from mappings m
    where m.org_id = ${ctx.org} and m.connection_id = ${connection.id} and m.stage = 'active' and m.is_sync_on
      and not exists (select 1 from push_states p where p.mapping_id = m.id)
    on conflict (mapping_id) do nothing`);
}

async function failRead(ctx: Ctx, mappingId: string, failures: number, error: ChannelError): Promise<void> {
  const now = ctx.clock.now();
  const milliseconds = Math.max(
    backoffMs(failures + 1, RETRY, jitter()),
    (error.retryAfterSeconds ?? 0) * 1000,
  );
  await ctx.db
    .update(pushStates)
    .set({
      failures: failures + 1,
      lastErrorCode: error.kind,
      lastError: error.message.slice(0, 500),
      nextReadAt: now.add({ milliseconds }),
      updatedAt: now,
    })
    .where(and(eq(pushStates.orgId, ctx.org), eq(pushStates.mappingId, mappingId)));
}

async function nextDue(
  ctx: Ctx,
  connection: ConnectionRow,
  port: PushPort,
): Promise<Temporal.Instant | null> {
  const all = await readTargets(ctx, connection, port, undefined);
  const now = ctx.clock.now();
  const [next] = all.flatMap(({ state }) => state.nextReadAt ?? now).sort(Temporal.Instant.compare);
  if (!next) return null;
  const soon = now.add({ seconds: 5 });
  return Temporal.Instant.compare(next, soon) > 0 ? next : soon;
}
