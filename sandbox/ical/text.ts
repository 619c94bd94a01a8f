import { createHash } from 'node:crypto';
import type { Night } from '#lib/kernel/nights.ts';

const OCTETS = 75;

/** Lines as a platform sends them: CRLF after each, folded by octets, never inside a character. */
export function calendarText(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

/** A TEXT value with what RFC 5545 wants escaped. */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** 20261224 */
export function compactDate(night: Night): string {
  return night.replaceAll('-', '');
}

/** 20261120T120000Z */
export function stamp(at: Temporal.Instant): string {
  return `${at.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')}`;
}

/** Hexadecimal digits that depend on nothing but the parts: the same entry has the same UID on every fetch. */
export function digest(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
