/**
 * `npm run keys:rotate`: seals every stored secret with the newest (first) key of ENCRYPTION_KEYS. The app must know the
 * new key already, beside the old one; afterwards the old one can go. Repeatable; the app goes on working meanwhile.
 */
import { existsSync } from 'node:fs';
import { openPool } from '#db/client.ts';
import { type Resealed, resealSecrets } from '#lib/domain/secrets/reseal.ts';
import {
  CommandError,
  findKeyRing,
  isEmbedded,
  readArguments,
  runCommand,
  SECRETS_FILE,
  withDatabase,
} from './commands/operator.ts';

async function rotate(): Promise<number> {
  readArguments(process.argv.slice(2), [], 'npm run keys:rotate');
  const keys = findKeyRing();
  if (!keys) throw new CommandError('ENCRYPTION_KEYS is missing: id:base64 pairs, the newest first.');
  const done = await withDatabase(async (url) => {
    const pool = openPool(url, { max: 2, name: 'latchkey-keys' });
    try {
      return await resealSecrets({ db: pool.db, keys });
    } finally {
      await pool.close();
    }
  });
  for (const column of done) tell(column, keys.newestId);
  const unread = done.filter((column) => column.unknown.length > 0 || column.unreadable > 0);
  if (unread.length > 0) return 1;
  const old = [...keys.keys.keys()].slice(1);
  if (old.length > 0) {
    console.log(
      `Nothing needs ${old.join(', ')} any more, except backups made until now. Take ${old.length > 1 ? 'them' : 'it'} out of ENCRYPTION_KEYS at the next start, and keep a copy with those backups.`,
    );
  }
  if (isEmbedded() && existsSync(SECRETS_FILE) && process.env.ENCRYPTION_KEYS) {
    console.log('The demo reads its keys from .data/secrets.json: write the same ENCRYPTION_KEYS there.');
  }
  return 0;
}

function tell({ table, column, resealed, already, unknown, unreadable }: Resealed, newest: string): void {
  console.log(`${table}.${column}: ${resealed} sealed anew with ${newest}, ${already} were already`);
  for (const { keyId, values } of unknown) {
    console.error(
      `${table}.${column}: ${values} rows are sealed with the key ${keyId}, which is not among ENCRYPTION_KEYS. They were left as they are: add that key back and run this again.`,
    );
  }
  if (unreadable > 0) {
    console.error(
      `${table}.${column}: ${unreadable} rows were changed or moved and open with no key. They were left as they are: enter those secrets again.`,
    );
  }
}

await runCommand(rotate);
