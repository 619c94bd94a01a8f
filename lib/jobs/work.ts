import { randomInt } from 'node:crypto';
import { ctxFor } from '#lib/domain/ctx.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import type { ClaimedJob } from './claim.ts';
import type { Handler, Registry } from './handler.ts';
import type { Outcome } from './outcome.ts';
import { afterThrow, mayRun } from './policy.ts';
import { describeError, settleFailed, settleGone, settleWaiting } from './settle.ts';

export type Worked = 'worked' | 'failed' | 'lost';

/**
 * Does one claimed job and writes down what became of it.
 * Crash points: before the handler's own commit nothing has happened, and after it the handler finds its work done when
 * the lease has run out and the job is claimed again; handlers are written to be called any number of times.
 * @throws what the database throws while the outcome is written: the lease then runs out by itself
 */
export async function work(world: Runtime, registry: Registry, job: ClaimedJob): Promise<Worked> {
  const handler = registry[job.kind];
  invariant(handler, `claimed a kind that nobody does: ${job.kind}`);
  const tried = await attempt(world, handler, job);
  const held =
    'outcome' in tried
      ? await settle(world, job, tried.outcome)
      : await settleThrown(world, handler, job, tried.error);
  if (held) return 'outcome' in tried ? 'worked' : 'failed';
  // Zero rows: the lease ran out while we worked, and whoever holds it now writes the outcome.
  world.log.warn({ job: job.id, kind: job.kind }, 'a job outlived its lease');
  return 'lost';
}

async function attempt(
  world: Runtime,
  handler: Handler,
  job: ClaimedJob,
): Promise<{ outcome: Outcome } | { error: unknown }> {
  if (!mayRun({ attempts: job.attempts, recurs: handler.recurs })) {
    return { error: new Error('the process ended each time this was worked') };
  }
  try {
    return { outcome: await run(world, handler, job) };
  } catch (error) {
    return { error }; // not hidden: settled as failed, logged, shown
  }
}

function run(world: Runtime, handler: Handler, job: ClaimedJob): Promise<Outcome> {
  if (handler.scope === 'instance') return handler.run(world, job.payload);
  invariant(job.orgId, `a job of kind ${job.kind} names no organization`);
  const requestId = newId('request');
  const log = world.log.child({ job: job.id, kind: job.kind, requestId });
  const ctx = ctxFor(
    { ...world, log },
    { provenOrg: job.orgId, actor: { kind: 'job', id: job.id }, requestId },
  );
  return handler.run(ctx, job.payload);
}

async function settle(world: Runtime, job: ClaimedJob, outcome: Outcome): Promise<boolean> {
  if (outcome.kind === 'again') {
    return settleWaiting(world.db, job, {
      at: outcome.at,
      attempts: 0,
      error: outcome.reason,
      payload: outcome.payload,
    });
  }
  if (outcome.kind === 'cancel') {
    world.log.info({ job: job.id, kind: job.kind, reason: outcome.reason }, 'job cancelled');
  }
  return settleGone(world.db, job);
}

async function settleThrown(
  world: Runtime,
  handler: Handler,
  job: ClaimedJob,
  error: unknown,
): Promise<boolean> {
  const { attempts } = job;
  const random = randomInt(1_000_000) / 1_000_000;
  const next = afterThrow({ attempts, recurs: handler.recurs }, world.clock.now(), random);
  const fields = { err: error, job: job.id, kind: job.kind, key: job.key, attempts };
  if (next.alarming) world.log.error(fields, 'a job keeps failing');
  else world.log.warn(fields, 'a job failed and will be tried again');
  const told = describeError(error);
  if (next.state === 'failed') return settleFailed(world.db, job, told);
  return settleWaiting(world.db, job, { at: next.dueAt, attempts, error: told, payload: undefined });
}
