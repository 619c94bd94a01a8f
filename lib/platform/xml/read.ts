import { decodeXml } from './decode.ts';
import { XmlError } from './errors.ts';
import { MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_TEXT } from './limits.ts';
import { ILLEGAL, resolve } from './references.ts';

/*
 * XML without document types, in one pass from front to back. Why not a library: see docs/decisions/0011; all that would have
 * to be checked before one is a parser already.
 */

export type XmlAttribute = { readonly name: string; readonly value: string };

/** An element as it came. Of names only the local part; values are text, never numbers. */
export type XmlElement = {
  readonly name: string;
  /** The namespace's URI; '' where there is none. */
  readonly namespace: string;
  /** Names as written, prefix included: `xsi:schemaLocation`. A list, since a map for each element doubles the memory. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Its own text with CDATA, comments cut out; not trimmed. */
  readonly text: string;
  /** Where it begins and ends in the text that was read. */
  readonly start: number;
  readonly end: number;
};

export type XmlDocument = { readonly root: XmlElement; readonly text: string };

type Scope = { readonly names: ReadonlyMap<string, string>; readonly outer: Scope | null };
type Open = {
  readonly qualified: string;
  readonly scope: Scope | null;
  readonly element: Growing;
};
type Growing = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: XmlElement[] };

const NAME = /[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*(?::[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*)?/y;
const SPACE = /[ \t\r\n]*/y;
const NO_ATTRIBUTES: readonly XmlAttribute[] = [];
/** Of every element without any: never pushed to. */
const NO_CHILDREN: XmlElement[] = [];

/**
 * Reads a whole message; nothing of one that is not well-formed or beyond the limits (limits.ts). Time and memory are linear in its size.
 * @param charset of the header that came with it
 * @throws XmlError
 */
export function readXml(bytes: Uint8Array, charset: string | null = null): XmlDocument {
  const text = decodeXml(bytes, charset);
  if (ILLEGAL.test(text))
    throw new XmlError('bad_character', 'The message has control characters that XML cannot hold.');
  return { root: new Reader(text).read(), text };
}

class Reader {
  private readonly source: string;
  private at = 0;
  private count = 0;
  private readonly open: Open[] = [];
  private root: XmlElement | null = null;

  constructor(source: string) {
    this.source = source;
  }

  read(): XmlElement {
    while (this.at < this.source.length) {
      const tag = this.source.indexOf('<', this.at);
      const end = tag === -1 ? this.source.length : tag;
      if (end > this.at) this.addText(this.source.slice(this.at, end), true);
      this.at = end;
      if (tag !== -1) this.readMarkup();
    }
    if (this.root === null || this.open.length > 0) throw broken('it ends before its time');
    return this.root;
  }

  private readMarkup(): void {
    const { source, at } = this;
    if (source.startsWith('</', at)) this.readClosing();
    else if (source.startsWith('<!--', at)) {
      const end = source.indexOf('--', at + 4);
      if (end === -1 || source[end + 2] !== '>') throw broken('a comment has no end');
      this.at = end + 3;
    } else if (source.startsWith('<![CDATA[', at)) {
      const end = source.indexOf(']]>', at + 9);
      if (end === -1) throw broken('a CDATA section has no end');
      this.addText(source.slice(at + 9, end), false);
      this.at = end + 3;
    } else if (source.startsWith('<!', at)) {
      if (/^<!doctype/i.test(source.slice(at, at + 9)))
        throw new XmlError('doctype', 'A message with a document type is not read.');
      throw broken('a declaration is out of place');
    } else if (source.startsWith('<?', at)) this.skipInstruction();
    else this.readOpening();
  }

  private skipInstruction(): void {
    const end = this.source.indexOf('?>', this.at);
    if (end === -1) throw broken('an instruction has no end');
    const isDeclaration = /^<\?xml[ \t\r\n?]/i.test(this.source.slice(this.at, this.at + 6));
    if (isDeclaration && this.at > 0) throw broken('it is declared in its midst');
    this.at = end + 2;
  }

  private readOpening(): void {
    const start = this.at;
    this.at += 1;
    const qualified = this.takeName('a tag has no name');
    const attributes = this.readAttributes();
    const isEmpty = this.source[this.at] === '/';
    if (isEmpty) this.at += 1;
    this.take('>');
    if (this.open.length >= MAX_DEPTH) throw new XmlError('too_deep', 'The message is nested too deeply.');
    if (++this.count > MAX_ELEMENTS)
      throw new XmlError('too_many_elements', 'The message has too many elements.');
    const parent = this.open.at(-1);
    if (parent === undefined && this.root !== null) throw broken('it has two roots');
    const scope = scopeOf(attributes, parent?.scope ?? null);
    const element: Growing = {
      name: qualified.slice(qualified.indexOf(':') + 1),
      namespace: namespaceIn(scope, qualified),
      attributes,
      children: NO_CHILDREN,
      text: '',
      start,
      end: this.at,
    };
    if (parent === undefined) this.root = element;
    else if (parent.element.children === NO_CHILDREN) parent.element.children = [element];
    else parent.element.children.push(element);
    if (!isEmpty) this.open.push({ qualified, scope, element });
  }

  private readClosing(): void {
    this.at += 2;
    const qualified = this.takeName('a closing tag has no name');
    this.skipSpace();
    this.take('>');
    const closed = this.open.pop();
    if (closed?.qualified !== qualified) throw broken('its tags do not match');
    closed.element.end = this.at;
  }

  private readAttributes(): readonly XmlAttribute[] {
    let attributes: XmlAttribute[] | null = null;
    for (;;) {
      const before = this.at;
      this.skipSpace();
      const next = this.source[this.at];
      if (next === '>' || next === '/') return attributes ?? NO_ATTRIBUTES;
      if (this.at === before) throw broken('an attribute is not set apart');
      const name = this.takeName('an attribute has no name');
      attributes ??= [];
      if (attributes.some((known) => known.name === name))
        throw new XmlError('duplicate_attribute', 'An element has an attribute twice.');
      if (attributes.length >= MAX_ATTRIBUTES)
        throw new XmlError('too_many_attributes', 'An element has too many attributes.');
      attributes.push({ name, value: this.takeValue() });
    }
  }

  private takeValue(): string {
    this.skipSpace();
    this.take('=');
    this.skipSpace();
    const quote = this.source[this.at];
    if (quote !== '"' && quote !== "'") throw broken('an attribute has no quotes');
    const end = this.source.indexOf(quote, this.at + 1);
    if (end === -1) throw broken('an attribute has no end');
    const raw = this.source.slice(this.at + 1, end);
    this.at = end + 1;
    if (raw.includes('<')) throw broken('an attribute has no end');
    bounded(raw.length);
    return resolve(raw.replace(/\r\n|[\t\r\n]/g, ' '));
  }

  private addText(raw: string, isMarkup: boolean): void {
    const top = this.open.at(-1);
    if (top === undefined) {
      if (/[^ \t\r\n]/.test(raw) || !isMarkup) throw broken('there is text outside of its root');
      return;
    }
    const { element } = top;
    // Whitespace between tags is layout.
    if (element.text === '' && isMarkup && !/[^ \t\r\n]/.test(raw)) return;
    bounded(raw.length + element.text.length);
    const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
    element.text += isMarkup ? resolve(text) : text;
  }

  private take(char: string): void {
    if (this.source[this.at] !== char) throw broken('a tag is not closed');
    this.at += 1;
  }

  private takeName(missing: string): string {
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.source)?.[0];
    if (name === undefined) throw broken(missing);
    this.at += name.length;
    return name;
  }

  private skipSpace(): void {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.source);
    this.at = SPACE.lastIndex;
  }
}

function scopeOf(attributes: readonly XmlAttribute[], outer: Scope | null): Scope | null {
  let names: Map<string, string> | null = null;
  for (const { name, value } of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    names ??= new Map();
    names.set(name.slice('xmlns:'.length), value);
  }
  return names === null ? outer : { names, outer };
}

/** The namespace of a name. At most as many steps as the message is deep. */
function namespaceIn(scope: Scope | null, qualified: string): string {
  const colon = qualified.indexOf(':');
  const prefix = colon === -1 ? '' : qualified.slice(0, colon);
  for (let at = scope; at !== null; at = at.outer) {
    const uri = at.names.get(prefix);
    if (uri !== undefined) return uri;
  }
  if (prefix !== '' && prefix !== 'xml') throw broken('a prefix stands for nothing');
  return '';
}

function bounded(length: number): void {
  if (length > MAX_TEXT) throw new XmlError('text_too_long', 'A text of the message is too long.');
}

/** @param what never a part of the message */
function broken(what: string): XmlError {
  return new XmlError('not_well_formed', `The message is not well-formed XML: ${what}.`);
}
