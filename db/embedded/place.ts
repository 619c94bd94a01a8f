import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rmdir, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Binaries, checkoutName, packagedBinaries, reachableBinaries } from './binaries.ts';
import { type Account, claimFolder } from './machine.ts';

const RecordSchema = z.object({
  password: z.string().min(1),
  /** Where the cluster really lies: the folder that was asked for, or one that its account can reach. */
  dataDir: z.string().min(1),
});

/** What is remembered between starts, in `<dataDir>.json`, readable by us alone. */
export type ClusterRecord = z.infer<typeof RecordSchema>;

export type Place = { readonly record: ClusterRecord; readonly binaries: Binaries };

const recordFile = (dataDir: string) => `${dataDir}.json`;

/** The record of a cluster, or null where none was made yet. */
export async function readRecord(dataDir: string): Promise<ClusterRecord | null> {
  const text = await readFile(recordFile(dataDir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : RecordSchema.parse(JSON.parse(text));
}

async function writeRecord(dataDir: string, record: ClusterRecord): Promise<void> {
  const file = recordFile(dataDir);
  await mkdir(dirname(file), { recursive: true });
  // Renamed into place: the only copy of the password is never half written.
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Folders to try, in order, where the project's own cannot be reached by the account. */
function elsewhere(account: Account): string[] {
  return account ? ['/var/lib', tmpdir()] : [join(homedir(), '.local', 'state'), tmpdir()];
}

/**
 * Decides where the cluster lies and which binaries run it, once: later starts find the record. The password is on
 * disk before the cluster that needs it exists. Throws with a sentence where no folder can be reached.
 */
export async function findPlace(dataDir: string, account: Account): Promise<Place> {
  const packaged = await packagedBinaries();
  const password = randomBytes(24).toString('base64url');
  const known = await readRecord(dataDir);
  if (known) return { record: known, binaries: await binariesFor(dataDir, packaged, account) };
  for (const folder of [null, ...elsewhere(account)]) {
    const chosen = folder === null ? dataDir : join(folder, checkoutName(dataDir), 'data');
    if (folder !== null) await mkdir(dirname(chosen), { recursive: true, mode: 0o755 }).catch(() => null);
    if (!(await claimFolder(chosen, account))) {
      // Left empty by the attempt; where it was not ours to begin with it stays.
      await rmdir(chosen).catch(() => {});
      continue;
    }
    const record = { password, dataDir: chosen };
    const binaries = await binariesFor(dataDir, packaged, account);
    await writeRecord(dataDir, record);
    return { record, binaries };
  }
  throw new Error(
    `Postgres cannot keep its data in ${dataDir}, nor in ${elsewhere(account).join(' or ')}: ` +
      'its account may not write there. Move the project out of a private folder, or set DATABASE_URL.',
  );
}

async function binariesFor(dataDir: string, packaged: Binaries, account: Account): Promise<Binaries> {
  for (const folder of elsewhere(account)) {
    const place = join(folder, checkoutName(dataDir));
    const found = await reachableBinaries(packaged, place, account).catch(() => null);
    if (found) return found;
  }
  throw new Error(
    `The embedded Postgres does not run from ${packaged.postgres} under its account, nor from a copy elsewhere: ` +
      'move the project out of a private folder, or set DATABASE_URL.',
  );
}
