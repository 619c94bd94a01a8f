import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/*
 * argon2id with the library's defaults (m = 19,456 KiB, t = 2, p = 1: the OWASP minimum), on its own threads. Two
 * keyboards may compose the same letter differently, so the text is folded (NFKC) first.
 */

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'));
}

let nobodysHash: Promise<string> | undefined;

/**
 * Compares at the same cost whether or not there is an account: without one, against a password nobody knows.
 * @param stored the account's hash; null where there is no account, or one without a password
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(randomBytes(24).toString('hex'));
  const matches = await verify(stored ?? (await nobodysHash), password.normalize('NFKC'));
  return stored !== null && matches;
}
