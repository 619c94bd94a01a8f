import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it came: names without prefix, text and attributes as text. */
export type Element = {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
};

/** Not well-formed, or with a document type, which no partner may send. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';
const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Read below: the parser leaves a number or an unknown name as it stands.
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

type Parsed = Record<string, unknown>;

/** Reads a document. Throws XmlError. */
export function readXml(text: string): Element {
  if (/<!DOCTYPE/i.test(text)) throw new XmlError('A document type is not allowed.');
  if (!/^\ufeff?\s*<[\s\S]*>\s*$/.test(text))
    throw new XmlError('There is text outside of the root element.');
  const verdict = XMLValidator.validate(text, { allowBooleanAttributes: false });
  if (verdict !== true) throw new XmlError(verdict.err.msg);
  let parsed: Parsed[];
  try {
    parsed = PARSER.parse(text) as Parsed[]; // what preserveOrder makes
  } catch (cause) {
    throw new XmlError(cause instanceof Error ? cause.message : 'unreadable', { cause });
  }
  const [root, ...more] = parsed.flatMap((entry) => elementOf(entry, {}) ?? []);
  if (!root || more.length > 0) throw new XmlError('There must be one root element.');
  return root;
}

function elementOf(entry: Parsed, outer: Readonly<Record<string, string>>): Element | null {
  const qualified = Object.keys(entry).find((key) => key !== ATTRIBUTES);
  if (qualified === undefined || qualified === TEXT || qualified === CDATA) return null;
  const raw = (entry[ATTRIBUTES] ?? {}) as Record<string, string>; // parseAttributeValue is off
  const attributes = Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, unescaped(value)]));
  const spaces = { ...outer };
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'xmlns') spaces[''] = value;
    else if (key.startsWith('xmlns:')) spaces[key.slice('xmlns:'.length)] = value;
  }
  const [prefix, name] = qualified.includes(':') ? qualified.split(':', 2) : ['', qualified];
  const inside = entry[qualified] as Parsed[]; // of an element always a list
  return {
    name: name ?? '',
    namespace: spaces[prefix ?? ''] ?? '',
    attributes,
    children: inside.flatMap((one) => elementOf(one, spaces) ?? []),
    text: inside.map(textOf).join('').trim(),
  };
}

function textOf(entry: Parsed): string {
  if (TEXT in entry) return unescaped(String(entry[TEXT]));
  const raw = entry[CDATA];
  return Array.isArray(raw) ? raw.map((one: Parsed) => String(one[TEXT] ?? '')).join('') : '';
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&([^;&\s]*;?)/g, (whole, body: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(body);
    if (number) return fromCode(Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10));
    const named = body.endsWith(';') ? NAMED[body.slice(0, -1)] : undefined;
    if (named === undefined) throw new XmlError(`${whole} stands for nothing.`);
    return named;
  });
}

function fromCode(code: number): string {
  const sayable = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff);
  if (!sayable || (code >= 0xd800 && code <= 0xdfff)) throw new XmlError(`&#${code}; is no character.`);
  return String.fromCodePoint(code);
}

/** Every element at the end of the path of names. */
export function all(from: Element, ...path: readonly string[]): Element[] {
  return path.reduce<Element[]>(
    (found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)),
    [from],
  );
}

export function first(from: Element, ...path: readonly string[]): Element | null {
  return all(from, ...path)[0] ?? null;
}

/** XML that is written already: its text is not escaped again. */
export type Xml = { readonly xml: string };
type Content = Xml | string | number | null | readonly Content[];
export type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** Writes an element. An attribute that is null or undefined is left out, and so is a child that is null. */
export function el(name: string, attributes: Attributes = {}, ...content: readonly Content[]): Xml {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  const inside = content.map(written).join('');
  return { xml: inside === '' ? `<${name}${said}/>` : `<${name}${said}>${inside}</${name}>` };
}

function written(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return 'xml' in content ? content.xml : content.map(written).join('');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those that XML 1.0 cannot hold
const UNSAYABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text
    .replace(UNSAYABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
