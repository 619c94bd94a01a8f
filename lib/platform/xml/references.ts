import { XmlError } from './errors.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const REFERENCE = /&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|([A-Za-z][\w.-]*));|&/g;

/**
 * Text with its references resolved, once: what they make is not looked at again. There are no entities but the five.
 * @throws XmlError bad_reference
 */
export function resolve(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (_all, decimal?: string, hex?: string, name?: string) => {
    const resolved =
      name === undefined ? charOf(decimal ?? hex ?? '', decimal === undefined ? 16 : 10) : NAMED.get(name);
    if (resolved === undefined)
      throw new XmlError(
        'bad_reference',
        'The message has a reference to nothing, or to what XML cannot hold.',
      );
    return resolved;
  });
}

function charOf(digits: string, base: 10 | 16): string | undefined {
  const short = digits.replace(/^0+/, '');
  if (short === '' || short.length > 7) return undefined;
  const code = Number.parseInt(short, base);
  return isXmlChar(code) ? String.fromCodePoint(code) : undefined;
}

/** Char of XML 1.0. */
function isXmlChar(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those that XML 1.0 cannot hold
export const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
