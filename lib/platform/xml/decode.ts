import { XmlError } from './errors.ts';
import { MAX_BYTES } from './limits.ts';

/** ISO-8859-1 is read as browsers do, as windows-1252: the bytes between are controls in the one and letters in the other. */
const DECODERS: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
]);

const SNIFFED = 256;

/**
 * The text of a message, by its mark, else the header's charset, else its own declaration, else as UTF-8.
 * @throws XmlError encoding, too_large, empty
 */
export function decodeXml(bytes: Uint8Array, charset: string | null = null): string {
  if (bytes.byteLength > MAX_BYTES) throw new XmlError('too_large', 'The message is larger than 10 MB.');
  const label = labelOf(bytes, charset);
  const decoder = DECODERS.get(label);
  if (decoder === undefined)
    throw new XmlError('encoding', 'Only UTF-8 and ISO-8859-1 are read; the message is in another encoding.');
  let text: string;
  try {
    text = new TextDecoder(decoder, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('encoding', 'The message has bytes that are not UTF-8.');
  }
  if (text.trim() === '') throw new XmlError('empty', 'The message is empty.');
  return text;
}

/** Whether the bytes are of an encoding in which ASCII is ASCII: else nothing can be found in them. */
export function isLegible(bytes: Uint8Array): boolean {
  if (!DECODERS.has(labelOf(bytes, null))) return false;
  return !bytes.subarray(0, SNIFFED).some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0d].includes(byte));
}

function labelOf(bytes: Uint8Array, charset: string | null): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) return 'utf-16';
  if (first === 0 || second === 0) return 'utf-16';
  if (charset !== null) return charset.toLowerCase();
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SNIFFED)).toString(
    'latin1',
  );
  const declared = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1];
  return declared?.toLowerCase() ?? 'utf-8';
}

/** The charset of a Content-Type header, where it names one. */
export function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? null;
}
