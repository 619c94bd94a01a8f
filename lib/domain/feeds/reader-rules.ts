import type { LastRead } from './last-reads.ts';

/** Channels read a link every few hours, the slowest once a day: later than this it is silence. */
const READ_WITHIN_MS = 24 * 3_600_000;

/** Whether nobody came for a link for longer than the slowest channel takes; a new one has that long too. */
export function isAway(reader: LastRead, nowMs: number): boolean {
  return nowMs - Date.parse(reader.lastReadAt ?? reader.createdAt) > READ_WITHIN_MS;
}

/** Whether a link was read lately: then it can be. */
export function isRead(reader: LastRead, nowMs: number): boolean {
  return reader.lastReadAt !== null && !isAway(reader, nowMs);
}

/** A link for all that nobody has read yet is nobody's promise. */
export function isReader(reader: LastRead): boolean {
  return !reader.isPlain || reader.lastReadAt !== null;
}
