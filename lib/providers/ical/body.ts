import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import type { FeedRejectionCode } from '../feed-contract.ts';
import { MAX_BODY_BYTES, MAX_LINE_BYTES } from './limits.ts';

/*
 * From bytes to unfolded text. Folding counts octets and may cut a character in two, so lines are joined as bytes first and
 * decoded afterwards. The text that leaves here has LF line ends, no NUL and no byte order mark.
 */

export type Refused = { readonly ok: false; readonly code: FeedRejectionCode; readonly detail: string };

export type Opened = { readonly ok: true; readonly text: string; readonly notUtf8: boolean };

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;

export function refuse(code: FeedRejectionCode, detail: string): Refused {
  return { ok: false, code, detail };
}

/** Unpacks, unfolds and decodes a feed's body; refuses what is empty, over a limit or not decodable. */
export function openBody(body: Uint8Array): Opened | Refused {
  if (body.length > MAX_BODY_BYTES) return refuse('too_large', `The answer is over ${MAX_BODY_BYTES} bytes.`);
  const plain = isGzip(body) ? inflate(body) : body;
  if (!(plain instanceof Uint8Array)) return plain;
  const bytes = toUtf8(plain);
  if (!(bytes instanceof Uint8Array)) return bytes;
  return unfold(bytes);
}

function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** Some hosts send a packed file without saying so; a bomb stops at the limit on what comes out. */
function inflate(body: Uint8Array): Uint8Array | Refused {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return refuse('too_large', `The answer unpacks to over ${MAX_BODY_BYTES} bytes.`);
    return refuse('not_a_calendar', 'The answer is a damaged gzip file.');
  }
}

function toUtf8(body: Uint8Array): Uint8Array | Refused {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return body.subarray(3);
  const utf16 = utf16Of(body);
  if (utf16 === null) return body;
  if (utf16 === 'utf-32') return refuse('unsupported_encoding', 'The answer is UTF-32; calendars are UTF-8.');
  return Buffer.from(new TextDecoder(utf16).decode(body), 'utf8');
}

/** By byte order mark, or by the NUL beside the B of BEGIN. */
function utf16Of(body: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-32' | null {
  const [a, b, c, d] = body;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32';
  if (isLetterB(a) && b === 0 && c !== 0) return 'utf-16le';
  if (a === 0 && isLetterB(b) && c === 0) return 'utf-16be';
  return null;
}

function isLetterB(byte: number | undefined): boolean {
  return byte === 0x42 || byte === 0x62;
}

function unfold(bytes: Uint8Array): Opened | Refused {
  const size = bytes.length;
  const out = Buffer.allocUnsafe(size + 1);
  let length = 0;
  let lineStart = 0;
  for (let at = leadingBlank(bytes); at < size; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) continue;
    if (byte !== CR && byte !== LF) {
      out[length++] = byte;
      continue;
    }
    if (byte === CR && bytes[at + 1] === LF) at++;
    const next = bytes[at + 1];
    if (next === SPACE || next === TAB) {
      at++;
      continue;
    }
    if (length - lineStart > MAX_LINE_BYTES) return tooLong();
    out[length++] = LF;
    lineStart = length;
  }
  if (length - lineStart > MAX_LINE_BYTES) return tooLong();
  return decode(out.subarray(0, length));
}

/** Space before the first line continues nothing: it is dropped. */
function leadingBlank(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && [SPACE, TAB, CR, LF, 0].includes(bytes[at] ?? -1)) at++;
  return at;
}

function tooLong(): Refused {
  return refuse('line_too_long', `A line is over ${MAX_LINE_BYTES} bytes after unfolding.`);
}

/**
 * UTF-8 where it is that. Otherwise the bytes that are not become U+FFFD, unless nothing beyond ASCII is UTF-8 at all:
 * then the file is taken for Windows-1252, which every Latin-1 text also is.
 */
function decode(bytes: Buffer): Opened | Refused {
  if (bytes.length === 0) return refuse('empty_body', 'The answer is empty.');
  if (isUtf8(bytes)) return { ok: true, text: bytes.toString('utf8'), notUtf8: false };
  const lossy = bytes.toString('utf8');
  const someUtf8 = /[^\p{ASCII}\uFFFD]/u.test(lossy);
  return { ok: true, text: someUtf8 ? lossy : new TextDecoder('windows-1252').decode(bytes), notUtf8: true };
}
