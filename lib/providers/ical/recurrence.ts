import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  MAX_OVERRUNS_PER_FEED,
  MAX_RECURRENCE_MS_PER_FEED,
  MAX_RULE_CPU_MS,
  MAX_RULE_WALL_MS,
} from './limits.ts';

/*
 * One warm worker for the rules of all feeds. A batch is the rules of one feed; batches wait their turn. A rule that takes
 * more than its CPU time, or all memory, costs the worker: it is ended, a new one goes on behind the rule at fault, and that
 * rule is answered as overrun. CPU time decides and not the clock, so that a busy machine does not shorten anybody's
 * calendar; the clock bounds a thread that gets no CPU at all. A batch with too many overruns is given up as a whole.
 * A worker that cannot start at all is our fault and throws: a feed read without its rules would free nights.
 */

/** Dates are YYYY-MM-DD; [from, to] bounds the answer, which holds at most `limit` + 1 of them. `id` is unique in a batch. */
export type RuleRequest = {
  readonly id: number;
  readonly start: string;
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly limit: number;
};

export type RuleAnswer =
  | { readonly id: number; readonly dates: string[] }
  | { readonly id: number; readonly failed: string };

export type RuleOutcome =
  | { readonly kind: 'dates'; readonly dates: readonly string[] }
  /** The library refused the rule. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'overran' };

export type RecurrencePool = {
  /** Outcomes by id, or null where the batch took too long. Throws where no worker can be started. */
  readonly expand: (requests: readonly RuleRequest[]) => Promise<ReadonlyMap<number, RuleOutcome> | null>;
  /** Ends the worker; the next batch starts another. */
  readonly close: () => Promise<void>;
};

type PoolOptions = {
  readonly file: string;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly batchMs: number;
  readonly overruns: number;
  readonly heapMb: number;
};

const DEFAULTS: PoolOptions = {
  // A path and no import: the file is run from its source by Node itself, also where a bundler packed the rest.
  file: join(process.cwd(), 'lib', 'providers', 'ical', 'recurrence-worker.ts'),
  cpuMs: MAX_RULE_CPU_MS,
  wallMs: MAX_RULE_WALL_MS,
  batchMs: MAX_RECURRENCE_MS_PER_FEED,
  overruns: MAX_OVERRUNS_PER_FEED,
  heapMb: 128,
};

type Live = { readonly worker: Worker; readonly startedAt: Float64Array };

export function createRecurrencePool(overrides: Partial<PoolOptions> = {}): RecurrencePool {
  const options = { ...DEFAULTS, ...overrides };
  let live: Live | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const current = async (): Promise<Live> => {
    live ??= await start(options, () => {
      live = null;
    });
    return live;
  };
  const end = async (): Promise<void> => {
    const ending = live;
    live = null;
    await ending?.worker.terminate();
  };
  const runBatch = async (
    requests: readonly RuleRequest[],
  ): Promise<ReadonlyMap<number, RuleOutcome> | null> => {
    const outcomes = new Map<number, RuleOutcome>();
    const since = performance.now();
    for (let overruns = 0; ; overruns++) {
      const left = requests.filter((request) => !outcomes.has(request.id));
      const first = left[0];
      if (!first) return outcomes;
      if (overruns > options.overruns) return null;
      const budget = options.batchMs - (performance.now() - since);
      const finished = await work(await current(), left, outcomes, options, budget);
      if (finished) return outcomes;
      await end();
      if (performance.now() - since >= options.batchMs) return null;
      const culprit = left.find((request) => !outcomes.has(request.id));
      if (culprit) outcomes.set(culprit.id, { kind: 'overran' });
    }
  };
  return {
    expand: (requests) => {
      if (requests.length === 0) return Promise.resolve(new Map());
      const turn = queue.then(() => runBatch(requests));
      queue = turn.catch(() => undefined); // the caller hears of it; the next batch starts afresh
      return turn;
    },
    close: () => {
      const closing = queue.then(end);
      queue = closing;
      return closing;
    },
  };
}

function start(options: PoolOptions, onExit: () => void): Promise<Live> {
  const shared = new SharedArrayBuffer(8);
  const worker = new Worker(/* turbopackIgnore: true */ /* webpackIgnore: true */ options.file, {
    workerData: { startedAt: shared },
    // Neither loader flags nor the process's secrets: the worker reads strangers' text.
    execArgv: [],
    env: {},
    // Kept from ours and never read: reading them would keep the process alive.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: options.heapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 2 },
  });
  return new Promise((resolve, reject) => {
    const onEarlyExit = (): void => reject(new Error('the recurrence worker ended before it was ready'));
    worker.once('exit', onEarlyExit);
    worker.once('message', () => {
      worker.off('error', reject);
      worker.off('exit', onEarlyExit);
      worker.on('error', () => undefined); // out of memory: 'exit' follows, and says all there is to know
      worker.once('exit', onExit);
      worker.unref(); // idle between batches, it must not keep a process alive
      resolve({ worker, startedAt: new Float64Array(shared) });
    });
    worker.once('error', reject);
  });
}

/** True where every request was answered; false where the worker died or overran at the first one that was not. */
function work(
  live: Live,
  requests: readonly RuleRequest[],
  outcomes: Map<number, RuleOutcome>,
  options: PoolOptions,
  budgetMs: number,
): Promise<boolean> {
  const { worker } = live;
  let answered = 0;
  let lastAnswerAt = performance.now();
  const beganAt = lastAnswerAt;
  return new Promise((resolve, reject) => {
    const finish = (all: boolean): void => {
      clearInterval(watch);
      worker.off('message', onMessage);
      worker.off('exit', onExit);
      worker.unref();
      resolve(all);
    };
    const onMessage = (message: RuleAnswer): void => {
      outcomes.set(
        message.id,
        'dates' in message ? { kind: 'dates', dates: message.dates } : { kind: 'failed' },
      );
      lastAnswerAt = performance.now();
      if (++answered === requests.length) finish(true);
    };
    const onExit = (): void => finish(false);
    const check = async (): Promise<void> => {
      // What the worker has said already comes first: this thread may have been the slow one.
      await new Promise((next) => setImmediate(next));
      const before = answered;
      const now = performance.now();
      if (now - lastAnswerAt < options.cpuMs && now - beganAt < budgetMs) return;
      const used = await cpuMsSince(live);
      if (answered !== before || answered === requests.length) return;
      if (used >= options.cpuMs || now - lastAnswerAt >= options.wallMs || now - beganAt >= budgetMs)
        finish(false);
    };
    const watch = setInterval(() => check().catch(reject), Math.min(25, options.cpuMs / 4));
    worker.ref();
    worker.on('message', onMessage);
    worker.once('exit', onExit);
    worker.postMessage(requests);
  });
}

/** CPU of the rule being worked on; 0 where the worker has just gone, for then 'exit' is on its way. */
async function cpuMsSince(live: Live): Promise<number> {
  try {
    const cpu = await live.worker.cpuUsage();
    return (cpu.user + cpu.system) / 1000 - (live.startedAt[0] ?? 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_NOT_RUNNING') return 0;
    throw error;
  }
}

/** The process's one pool: its worker starts with the first rule and stays. */
export const recurrencePool = createRecurrencePool();
