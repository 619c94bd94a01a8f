import { isLegible } from '#lib/platform/xml/decode.ts';

/*
 * Card data goes before anything is read, stored or said: PaymentCard/@CardNumber and @SeriesCode of the OTA messages,
 * their later forms as elements, and customer/cc_* of B.XML. On bytes, because what is no XML may hold a card as well, and
 * because a parser that fails would leave it where it is.
 *
 * Names are found with any prefix, in markup, in CDATA, in XML that was escaped into text and in JSON; whatever follows as
 * their value goes, however it is written. A value that has no end takes the rest of the message with it.
 */

const NAMES =
  'card_?number|series_?code|cc_?number|cc_?cvc|cc_?cvv|cvc_?2?|cvv_?2?|card_?security_?code|security_?code|magnetic_?stripe|encrypted_?value|plain_?text|masked_?card_?number';
const NAME = new RegExp(`(?<![\\w.-])(?:${NAMES})(?![\\w.-])`, 'gi');

/** How `<`, a quote and `>` may be written in text that holds XML; escaped once or twice. */
const LT = '(?:<|&(?:amp;)?(?:lt|#0{0,9}60|#x0{0,9}3c);)';
const GT = /[<>]|&(?:amp;)?(?:gt|lt|#0{0,9}6[02]|#x0{0,9}3[ce]);/gi;
const QUOTE = /["']|\\"|&(?:amp;)?(?:quot|apos|#0{0,9}3[49]|#x0{0,9}2[27]);/iy;
const OPENING = new RegExp(`${LT}(?:[\\w.-]{1,64}:)?$`, 'i');
const ASSIGNED = /(?:\\?["'])?\s{0,64}[=:]\s{0,64}/y;
const JSON_NAME = /^\\?["']/;
const LOOK_BACK = 100;

/**
 * The message without card data: values of such attributes are empty, such elements have no content. What is not ASCII at
 * heart (UTF-16, packed bytes) cannot be looked into, and nothing of it is kept. Linear in the
 * size.
 */
export function blankCards(bytes: Uint8Array): Uint8Array {
  if (!isLegible(bytes)) return new Uint8Array(0);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const kept: string[] = [];
  let from = 0;
  NAME.lastIndex = 0;
  for (let found = NAME.exec(text); found !== null; found = NAME.exec(text)) {
    const end = found.index + found[0].length;
    for (const cut of cutsAt(text, found.index, end, found[0])) {
      kept.push(text.slice(from, cut.start));
      from = cut.end;
    }
    NAME.lastIndex = Math.max(from, end);
  }
  if (kept.length === 0) return bytes;
  kept.push(text.slice(from));
  return Buffer.from(kept.join(''), 'latin1');
}

type Cut = { readonly start: number; readonly end: number };

/** What is to go after a name: the value of an attribute, or an element's attributes and content. */
function cutsAt(text: string, start: number, end: number, name: string): Cut[] {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  if (OPENING.test(before)) return element(text, end, name);
  ASSIGNED.lastIndex = end;
  const assigned = ASSIGNED.exec(text)?.[0];
  if (assigned === undefined) return [];
  // A colon assigns in JSON only, where the name is in quotes.
  if (assigned.includes(':') && !JSON_NAME.test(assigned)) return [];
  return [value(text, end + assigned.length)];
}

function value(text: string, at: number): Cut {
  QUOTE.lastIndex = at;
  const quote = QUOTE.exec(text)?.[0];
  if (quote === undefined) return { start: at, end: search(text, /[\s<>,}]/g, at) };
  const start = at + quote.length;
  const closing =
    quote.length === 1 ? new RegExp(`[${quote}<]`, 'g') : new RegExp(`${escaped(quote)}|["<]`, 'gi');
  return { start, end: search(text, closing, start) };
}

/** Everything between the name in an opening tag and the closing tag of that name, but for the tag's own end. */
function element(text: string, at: number, name: string): Cut[] {
  GT.lastIndex = at;
  const opened = GT.exec(text);
  if (opened === null) return [{ start: at, end: text.length }];
  const isEmpty = text[opened.index - 1] === '/';
  const inTag = { start: at, end: opened.index - (isEmpty ? 1 : 0) };
  if (isEmpty) return [inTag];
  const start = opened.index + opened[0].length;
  return [inTag, { start, end: closingOf(text, name, start) }];
}

/** Where the element closes: a closing tag in a comment or in CDATA is none. */
function closingOf(text: string, name: string, from: number): number {
  const closing = new RegExp(`<!--|<!\\[CDATA\\[|${LT}/(?:[\\w.-]{1,64}:)?${name}(?![\\w.-])`, 'gi');
  closing.lastIndex = from;
  for (let found = closing.exec(text); found !== null; found = closing.exec(text)) {
    const end = found[0] === '<!--' ? '-->' : found[0].startsWith('<![') ? ']]>' : null;
    if (end === null) return found.index;
    const ended = text.indexOf(end, closing.lastIndex);
    if (ended === -1) break;
    closing.lastIndex = ended + end.length;
  }
  return text.length;
}

/** Where the pattern begins; the end of the text where it does not. */
function search(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
