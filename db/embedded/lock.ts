import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const OWNERLESS_CHECKS = 50;

/** True for a process that exists, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process runs under the same lock folder. A lock whose owner died is taken over, so
 * dying here costs nothing.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  for (let ownerless = 0; !(await take(path)); await pause(100)) {
    const owner = await ownerOf(path);
    // Between making the folder and naming its owner lie microseconds; five seconds without a name is a death.
    ownerless = owner === null ? ownerless + 1 : 0;
    if (ownerless > OWNERLESS_CHECKS || (owner !== null && !isAlive(owner))) await clearAway(path);
  }
  try {
    return await work();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(path, 'pid'), String(process.pid));
  return true;
}

async function ownerOf(path: string): Promise<number | null> {
  const text = await readFile(join(path, 'pid'), 'utf8').catch(() => '');
  return text === '' ? null : Number(text);
}

/** Of two that see the same dead owner one renames; the other finds nothing and queues again. */
async function clearAway(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(async (error: unknown) => {
    if (await stat(path).catch(() => null)) throw error;
  });
  await rm(aside, { recursive: true, force: true });
}
