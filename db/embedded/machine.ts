import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';

/** The account Postgres runs under; null where it is our own. Postgres refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | null;

const ACCOUNT_NAME = 'postgres';

function run(command: string, args: readonly string[], account: Account = null): SpawnSyncReturns<string> {
  return spawnSync(command, args, { encoding: 'utf8', cwd: '/', ...(account ?? {}) });
}

function lookUp(): Account {
  const [uid, gid] = [run('id', ['-u', ACCOUNT_NAME]), run('id', ['-g', ACCOUNT_NAME])];
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/**
 * Null unless we are root; then the system's `postgres` account, which is created where it is missing.
 * Throws with a sentence where that cannot be done.
 */
export function accountForPostgres(): Account {
  if (process.getuid?.() !== 0) return null;
  const existing = lookUp();
  if (existing) return existing;
  const added = run('useradd', ['--system', '--user-group', '--no-create-home', ACCOUNT_NAME]);
  const account = lookUp();
  if (account) return account;
  throw new Error(
    `Postgres refuses to run as root, and an account "${ACCOUNT_NAME}" could not be created for it ` +
      `(${(added.stderr ?? added.error?.message ?? '').trim() || 'useradd failed'}). Start as another user, or set DATABASE_URL.`,
  );
}

/** True where the account can run this program: every folder above it lets it pass and its libraries load. */
export function canRun(program: string, account: Account): boolean {
  return run(program, ['--version'], account).status === 0;
}

/** Makes `dir` the account's own, private folder; false where it cannot reach it or the disk keeps no modes. */
export async function claimFolder(dir: string, account: Account): Promise<boolean> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    if (account) await chown(dir, account.uid, account.gid);
    await chmod(dir, 0o700);
    const made = await stat(dir);
    if ((made.mode & 0o077) !== 0 || (account && made.uid !== account.uid)) return false;
  } catch (error) {
    if (error instanceof Error && 'code' in error && REFUSALS.has(String(error.code))) return false;
    throw error;
  }
  return run('test', ['-w', dir], account).status === 0;
}

const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTSUP']);

/** A port on loopback that can be listened on: the wanted one, or any where `fixed` is false and it is taken. */
export async function choosePort(wanted: number, fixed: boolean): Promise<number> {
  const port = (await tryPort(wanted)) ?? (fixed ? null : await tryPort(0));
  if (port === null) throw new Error(`Port ${wanted} is taken by another program: end that, or set PGPORT.`);
  return port;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : null));
    });
  });
}
