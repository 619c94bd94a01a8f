import { AppError } from '#lib/kernel/errors.ts';
import type { Deps } from '../ctx.ts';
import { bellState } from './bells.ts';
import { dueWork } from './due-work.ts';

/** Work later than this says that nobody rings, or that there is more of it than this machine can do. */
const LATE_SECONDS = 300;
/** Whoever asks for the health of a server waits no longer. */
const ANSWER_MS = 4_000;

export type Health = {
  readonly status: 'ok' | 'late' | 'standing_in';
  readonly database: 'ok';
  readonly bell: {
    readonly source: 'clock' | 'qstash';
    readonly lastRangAt: string | null;
    readonly standingInSince: string | null;
    readonly lastFailureAt: string | null;
  };
  readonly jobs: { readonly due: number; readonly failed: number; readonly oldestLatenessSeconds: number };
};

/**
 * Whether the installation works, as counts and times: nobody's data. Late work is told but is no reason to be taken
 * out of service, which would make it later.
 * @throws AppError unavailable where the database does not answer in time
 */
export async function readHealth(world: Pick<Deps, 'db' | 'clock'>): Promise<Health> {
  const [bell, work] = await inTime(Promise.all([bellState(world), dueWork(world)]));
  const late = work.latenessSeconds > LATE_SECONDS;
  return {
    status: late ? 'late' : bell.standingInSince ? 'standing_in' : 'ok',
    database: 'ok',
    bell: {
      source: bell.source,
      lastRangAt: bell.lastRangAt?.toString() ?? null,
      standingInSince: bell.standingInSince?.toString() ?? null,
      lastFailureAt: bell.lastFailure?.at.toString() ?? null,
    },
    jobs: { due: work.due, failed: work.failed, oldestLatenessSeconds: work.latenessSeconds },
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(new AppError('unavailable', 'The database does not answer.', { retryAfterSeconds: 10 })),
    ANSWER_MS,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
