import type { fetchDocument } from '#lib/platform/http.ts';
import { OutboundError } from '#lib/platform/http-errors.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';

/** The end of a process in the middle of what it did: nothing of it runs any more. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Counts what a process does to the world, and ends it where the fuse says. */
export type Life = { readonly step: () => void; readonly isOver: () => boolean };

/** @param fuse how many steps it lives; null: for ever */
export function lifeOf(fuse: number | null): Life {
  let left = fuse ?? Number.POSITIVE_INFINITY;
  let isOver = false;
  return {
    step: () => {
      left -= 1;
      if (left < 0) isOver = true;
      // Whoever catches the first one fails again at the next thing it does, as a dead process would.
      if (isOver) throw new Crash('the process ended here');
    },
    isOver: () => isOver,
  };
}

const STATEMENTS = new Set<string | symbol>([
  'select',
  'selectDistinct',
  'insert',
  'update',
  'delete',
  'execute',
]);

/** The same database, at every statement of which, and before and after every commit, the process may end. */
function mortal<T extends object>(db: T, life: Life): T {
  return new Proxy(db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key === 'transaction') {
        return async (work: (tx: object) => Promise<unknown>, ...rest: unknown[]) => {
          life.step();
          const result: unknown = await value.call(target, (tx: object) => work(mortal(tx, life)), ...rest);
          life.step(); // committed, and nobody lived to hear of it
          return result;
        };
      }
      if (!STATEMENTS.has(key)) return value.bind(target);
      return (...args: unknown[]) => {
        life.step();
        return value.apply(target, args);
      };
    },
  });
}

export type Answer = Awaited<ReturnType<typeof fetchDocument>>;
/** What the world answers to an address asked with these validators, or why it does not. */
export type Outside = (address: string, etag: string | null) => Answer | OutboundError;

export type Process = { readonly runtime: Runtime; readonly life: Life };

/**
 * A process of the app over the one database.
 * @param gate awaited between a calendar's answer and its arrival here
 */
export function startProcess(
  base: Runtime,
  outside: Outside,
  options: { fuse?: number | null; gate?: () => Promise<void> } = {},
): Process {
  const life = lifeOf(options.fuse ?? null);
  const fetch: typeof fetchDocument = async (address, asked) => {
    life.step();
    const answer = outside(address, asked.etag ?? null);
    await options.gate?.();
    life.step();
    if (answer instanceof OutboundError) throw answer;
    return answer;
  };
  const db = mortal(base.db, life);
  return { runtime: { ...base, db, fetchDocument: fetch }, life };
}
