import { createHash } from 'node:crypto';
import type { OwnUid } from '../contract.ts';
import { MAX_UID_CHARS } from './limits.ts';

/** `<subject>.<unit>@<instance>.latchkey`: says in any feed it comes back in whose event it is, and of which unit. */
const OWN_UID = /^([^.@\s]{1,80})\.([^.@\s]{1,80})@([^.@\s]{1,80})\.latchkey$/;

/** The parts of a UID that some Latchkey exported; null for any other. */
export function parseOwnUid(uid: string): OwnUid | null {
  const [, subject, unitId, instanceId] = OWN_UID.exec(uid) ?? [];
  return subject && unitId && instanceId ? { subject, unitId, instanceId } : null;
}

/** The UID of an exported event; throws a RangeError where a part would not come back whole. */
export function formatOwnUid(own: OwnUid): string {
  const uid = `${own.subject}.${own.unitId}@${own.instanceId}.latchkey`;
  const back = parseOwnUid(uid);
  if (back?.subject !== own.subject || back.unitId !== own.unitId || back.instanceId !== own.instanceId)
    throw new RangeError('ids in a UID hold neither dot, @ nor space, and at most 80 characters');
  return uid;
}

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
