/**
 * `npm run restore -- FILE [--replace]`: loads a backup. The file is checked to its end first; a database that holds rows
 * is refused without --replace; whatever goes wrong leaves the database as it was.
 */
import type { BackupHeader } from '#db/backup/format.ts';
import { restoreBackup } from '#db/backup/restore.ts';
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

const USAGE = 'npm run restore -- FILE [--replace]';

async function restore(): Promise<number> {
  const { has, rest } = readArguments(process.argv.slice(2), ['--replace'], USAGE);
  const [file, ...more] = rest;
  if (!file || more.length > 0) throw new CommandError(`Which file? Usage: ${USAGE}`);
  const marks = marksOf(findSecrets(), findKeyRing());
  const header = await withDatabase((url) => restoreBackup(url, file, { replace: has('--replace') }));
  const rows = header.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`Restored ${rows} rows of ${header.tables.length} tables, as of ${header.createdAt}.`);
  for (const line of missingSecrets(header, marks)) console.warn(`Warning: ${line}`);
  return 0;
}

/** What of the restored data cannot be used with the secrets at hand, a sentence each. */
function missingSecrets(header: BackupHeader, marks: Record<string, string>): string[] {
  const where = isEmbedded() ? `${DATA}/secrets.json or the environment` : 'the environment';
  const lines: string[] = [];
  for (const { id, values } of header.keys) {
    const name = `key ${id}`;
    if (!marks[name]) {
      lines.push(
        `${values} sealed secrets need the encryption key ${id}, which ENCRYPTION_KEYS (${where}) lacks. Add it back; until then those calendars and links fail.`,
      );
    } else if (header.marks[name] && header.marks[name] !== marks[name]) {
      lines.push(
        `${values} sealed secrets need the encryption key ${id} of the backup; the key called ${id} here is another one.`,
      );
    }
  }
  const secret = header.marks.NEXTAUTH_SECRET;
  if (secret && marks.NEXTAUTH_SECRET !== secret) {
    lines.push(
      'NEXTAUTH_SECRET is not the one of the backup: feed links and API keys in it will not be recognised. Put it back.',
    );
  }
  return lines;
}

await runCommand(restore);
