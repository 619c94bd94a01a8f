/** `npm run backup [-- FILE]`: the whole database in one file, as of one moment, while the app goes on working. */
import { statSync } from 'node:fs';
import type { BackupHeader } from '#db/backup/format.ts';
import { writeBackup } from '#db/backup/write.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import {
  CommandError,
  findKeyRing,
  findSecrets,
  isEmbedded,
  marksOf,
  readArguments,
  runCommand,
  withDatabase,
} from './commands/operator.ts';
import { DATA } from './world/settings.ts';

const USAGE = 'npm run backup [-- FILE]';

async function backup(): Promise<number> {
  const { rest } = readArguments(process.argv.slice(2), [], USAGE);
  if (rest.length > 1) throw new CommandError(`One file, please. Usage: ${USAGE}`);
  const now = systemClock.now();
  const stamp = now.toString({ smallestUnit: 'second' }).replaceAll(':', '');
  const file = rest[0] ?? `${DATA}/backups/latchkey-${stamp}.jsonl.gz`;
  const keys = findKeyRing();
  const header = await withDatabase((url) =>
    writeBackup(url, file, { now, marks: marksOf(findSecrets(), keys) }),
  );
  const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${file}: ${rows} rows of ${header.tables.length} tables, ${statSync(file).size} bytes.`);
  tellAboutSecrets(header, new Set(keys?.keys.keys()));
  return 0;
}

function tellAboutSecrets(header: BackupHeader, ours: ReadonlySet<string>): void {
  const needed = header.keys.map(({ id }) => id);
  const where = isEmbedded() ? `${DATA}/secrets.json (or your environment)` : 'your environment';
  console.log(
    needed.length > 0
      ? `Secrets in it stay sealed; to read them again you need the encryption key${needed.length > 1 ? 's' : ''} ${needed.join(', ')} and NEXTAUTH_SECRET.`
      : 'It holds no sealed secret yet; links and API keys still need NEXTAUTH_SECRET.',
  );
  console.log(
    `They are in ${where} and not in this file: keep a copy of them, in another place than the backup.`,
  );
  const lost = needed.filter((id) => !ours.has(id));
  if (lost.length > 0) console.warn(`Warning: ENCRYPTION_KEYS here lacks ${lost.join(', ')}.`);
}

await runCommand(backup);
