import { spawn, spawnSync } from 'node:child_process';
import { chown, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './lock.ts';
import { type Account, claimFolder } from './machine.ts';
import type { Place } from './place.ts';

export const SUPERUSER = 'latchkey';
const LOG_BYTES_MAX = 10_000_000;
// Nothing of ours leaks into Postgres, and its messages come in the language we read them in.
const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv; // Next's types want NODE_ENV in each

/** What postmaster.pid says: the process, and the port it was started with. */
export type Postmaster = { readonly pid: number; readonly port: number };

export async function readPostmaster(dataDir: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : null;
}

/**
 * True where the pid is a live Postgres on this folder, not a stranger that got a dead one's number, and not a
 * dead one that nobody has buried yet (in a container without an init its number stays "alive" for ever).
 */
export async function isPostmaster(pid: number, dataDir: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const known = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (known !== null) return known.includes(dataDir);
  const told = spawnSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  // Without /proc and `ps` there is no telling; the connection that follows decides.
  return told.error !== undefined || told.stdout.includes(dataDir);
}

export async function isInitialised(dataDir: string): Promise<boolean> {
  return (await stat(join(dataDir, 'PG_VERSION')).catch(() => null)) !== null;
}

/**
 * Makes the cluster beside its place and renames it in: a start cut short leaves nothing that looks like a cluster.
 * Text sorts by code point everywhere, whatever locales the system has.
 */
export async function initialise(place: Place, account: Account, durable: boolean): Promise<void> {
  const { dataDir, password } = place.record;
  const unfinished = `${dataDir}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await claimFolder(unfinished, account);
  const secretDir = await mkdtemp(join(tmpdir(), 'latchkey-'));
  try {
    const secret = join(secretDir, 'password');
    await writeFile(secret, `${password}\n`, { mode: 0o600 });
    if (account) for (const path of [secretDir, secret]) await chown(path, account.uid, account.gid);
    const args = [
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
    ];
    args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    if (!durable) args.push('--no-sync');
    const made = spawnSync(place.binaries.initdb, args, {
      encoding: 'utf8',
      cwd: '/',
      env: ENVIRONMENT,
      ...(account ?? {}),
    });
    if (made.status !== 0) {
      throw new Error(
        `Postgres could not make its data folder ${dataDir}: ${(made.stderr || made.stdout).trim()}`,
      );
    }
    await rm(dataDir, { recursive: true, force: true });
    await rename(unfinished, dataDir);
  } finally {
    await rm(secretDir, { recursive: true, force: true });
  }
}

/**
 * Starts the server in a session of its own, so that neither a terminal's Ctrl-C nor our sudden death reaches it:
 * we stop it ourselves, or the next start adopts it. Answers its pid at once; it may still be recovering.
 */
export async function launch(
  place: Place,
  account: Account,
  options: { port: number; durable: boolean; logFile: string },
): Promise<number> {
  const { dataDir } = place.record;
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
  settings.push(`max_connections=${options.durable ? 100 : 300}`, 'log_checkpoints=off', 'jit=off');
  // Commits still reach the system before they are answered: a killed server loses nothing, a power cut may.
  if (!options.durable) settings.push('fsync=off', 'full_page_writes=off');
  const size = await stat(options.logFile).then(
    (found) => found.size,
    () => 0,
  );
  const log = await open(options.logFile, size > LOG_BYTES_MAX ? 'w' : 'a', 0o600);
  try {
    const args = [
      '-D',
      dataDir,
      '-p',
      String(options.port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ];
    const child = spawn(place.binaries.postgres, args, {
      cwd: '/',
      env: ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...(account ?? {}),
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return child.pid ?? 0;
  } finally {
    await log.close();
  }
}
