import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { isAlive } from '#db/embedded/lock.ts';

const FILE = '.data/running.json';

type Claim = { readonly pid: number; readonly what: string; readonly url: string };

/**
 * One demo, dev or start per checkout: they share data, ports and the embedded Postgres. Throws a sentence that says
 * which one runs; a claim whose process died is taken over. Answers what gives it up.
 */
export function claimCheckout(what: string, url: string): () => void {
  mkdirSync('.data', { recursive: true });
  const holder = readClaim();
  if (holder && isOurs(holder.pid)) {
    throw new Error(
      `npm run ${holder.what} already runs from this folder (process ${holder.pid}) at ${holder.url}. ` +
        'Use that one, or end it first with Ctrl-C in its terminal.',
    );
  }
  if (holder) rmSync(FILE, { force: true });
  write({ pid: process.pid, what, url });
  return () => {
    if (readClaim()?.pid === process.pid) rmSync(FILE, { force: true });
  };
}

/** Exclusive: of two that start at once the second finds the file and fails. */
function write(claim: Claim): void {
  const file = openSync(FILE, 'wx', 0o600);
  writeSync(file, JSON.stringify(claim));
  closeSync(file);
}

function readClaim(): Claim | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Alive, and where the system tells (Linux) really one of these commands, not a stranger with its number. */
function isOurs(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return /scripts\/(demo|dev|start)\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
