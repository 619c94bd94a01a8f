/** What the operator's commands share: which database, which secrets, and how they end. */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { BackupError } from '#db/backup/format.ts';
import { ownCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { describeError } from '#lib/jobs/settle.ts';
import { type KeyRing, parseKeyRing, SealError } from '#lib/platform/seal.ts';
import { DATA, portFrom, type Secrets } from '../world/settings.ts';

export const SECRETS_FILE = `${DATA}/secrets.json`;
const SecretsSchema = z.object({ NEXTAUTH_SECRET: z.string(), ENCRYPTION_KEYS: z.string() });

/** A mistake of the operator's, told as it stands. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Runs a command and ends the process: 0, what `work` answers, or 1 with a sentence. */
export async function runCommand(work: () => Promise<number>): Promise<never> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const code = await work().catch((error: unknown) => {
    console.error(sentenceOf(error));
    return 1;
  });
  process.exit(code);
}

/** No such server, wrong password, no such database, and their like. */
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CONNECT_TIMEOUT|28P01|28000|3D000)$/;

function sentenceOf(error: unknown): string {
  if (error instanceof CommandError || error instanceof BackupError || error instanceof SealError) {
    return error.message;
  }
  const told = describeError(error);
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  const code = root instanceof Error && 'code' in root ? String(root.code) : '';
  return UNREACHABLE.test(code) ? `The database of DATABASE_URL cannot be used (${told}).` : told;
}

/** True where no DATABASE_URL is set: then everything is about the Postgres that comes along. */
export const isEmbedded = (): boolean => !process.env.DATABASE_URL;

/**
 * Hands over DATABASE_URL, or the embedded Postgres where that is unset: one that runs already is used and left running,
 * else it is started and stopped again.
 */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const server = await startEmbedded(ownCluster(portFrom('PGPORT')));
  try {
    return await work(server.url);
  } finally {
    if (!server.adopted) await server.stop();
  }
}

/** Of the environment; for the embedded Postgres otherwise those that the demo keeps with its data. */
export function findSecrets(): Partial<Secrets> {
  const kept =
    isEmbedded() && existsSync(SECRETS_FILE)
      ? SecretsSchema.parse(JSON.parse(readFileSync(SECRETS_FILE, 'utf8')))
      : {};
  const { NEXTAUTH_SECRET, ENCRYPTION_KEYS } = process.env;
  return {
    ...kept,
    ...(NEXTAUTH_SECRET ? { NEXTAUTH_SECRET } : {}),
    ...(ENCRYPTION_KEYS ? { ENCRYPTION_KEYS } : {}),
  };
}

/** Null where there are none; throws a SealError that says what is wrong with them. */
export function findKeyRing(): KeyRing | null {
  const { ENCRYPTION_KEYS } = findSecrets();
  return ENCRYPTION_KEYS ? parseKeyRing(ENCRYPTION_KEYS) : null;
}

const MARK_DIGITS = 4;

/** See HeaderSchema.marks: by these a restore notices that a secret is not the one of the backup. */
export function marksOf(secrets: Partial<Secrets>, keys: KeyRing | null): Record<string, string> {
  const mark = (key: Parameters<typeof createHmac>[1]) =>
    createHmac('sha256', key).update('latchkey backup mark').digest('hex').slice(0, MARK_DIGITS);
  const marks: Record<string, string> = {};
  for (const [id, key] of keys?.keys ?? []) marks[`key ${id}`] = mark(key);
  if (secrets.NEXTAUTH_SECRET) marks.NEXTAUTH_SECRET = mark(secrets.NEXTAUTH_SECRET);
  return marks;
}

/** Splits arguments into the known switches and the rest; throws on an unknown switch. */
export function readArguments(
  args: readonly string[],
  switches: readonly string[],
  usage: string,
): { has: (name: string) => boolean; rest: string[] } {
  const given = args.filter((arg) => arg.startsWith('--'));
  const unknown = given.find((arg) => !switches.includes(arg));
  if (unknown) throw new CommandError(`${unknown} is not known. Usage: ${usage}`);
  return { has: (name) => given.includes(name), rest: args.filter((arg) => !arg.startsWith('--')) };
}
