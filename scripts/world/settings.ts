import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export const DATA = '.data';
const SECRETS_FILE = `${DATA}/secrets.json`;

export type Secrets = { readonly NEXTAUTH_SECRET: string; readonly ENCRYPTION_KEYS: string };

/** Numbers of ports as the environment gives them; undefined where it says nothing. Throws on nonsense. */
export function portFrom(name: 'PORT' | 'SANDBOX_PORT' | 'PGPORT' | 'TEST_PGPORT'): number | undefined {
  const text = process.env[name];
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port, 1 to 65535; it is ${JSON.stringify(text)}.`);
  }
  return port;
}

export function newSecrets(): Secrets {
  return {
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  };
}

/** The demo's secrets: made once, kept with its data, since what they sealed is in its database. */
export function keptSecrets(): Secrets {
  if (existsSync(SECRETS_FILE)) return JSON.parse(readFileSync(SECRETS_FILE, 'utf8'));
  const secrets = newSecrets();
  writeKept(SECRETS_FILE, secrets);
  return secrets;
}

/** Whole or not at all, and readable by us alone. */
export function writeKept(file: string, value: unknown): void {
  mkdirSync(DATA, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
