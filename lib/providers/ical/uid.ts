import { createHash } from 'node:crypto';
import { MAX_UID_CHARS } from './limits.ts';

/** A UID fit to be stored: as given, or a hash where it is too long for an index. */
export function boundedUid(uid: string): string {
  return uid.length <= MAX_UID_CHARS ? uid : `sha256:${sha256(uid)}`;
}

/** For an event that has no UID: equal content, equal id. */
export function derivedUid(content: readonly (string | null)[]): string {
  return `derived:${sha256(JSON.stringify(content)).slice(0, 40)}`;
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
