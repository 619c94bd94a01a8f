import { ILLEGAL } from './references.ts';

/** XML that is written already: its text is not escaped again. */
export type Xml = { readonly xml: string };
type Content = Xml | string | number | null | readonly Content[];
type Attributes = Readonly<Record<string, string | number | null | undefined>>;

/** An element. An attribute that is null or undefined is left out, and so is content that is null. */
export function el(name: string, attributes: Attributes = {}, ...content: readonly Content[]): Xml {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  const inside = content.map(written).join('');
  return { xml: inside === '' ? `<${name}${said}/>` : `<${name}${said}>${inside}</${name}>` };
}

/** A whole message in UTF-8. */
export function document(root: Xml): Uint8Array {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}`, 'utf8');
}

function written(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return 'xml' in content ? content.xml : content.map(written).join('');
}

const UNSAYABLE = new RegExp(ILLEGAL.source, 'g');

/** Read again it is the same text, but for what XML cannot hold. Line ends and tabs as references: bare ones change on the way. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSAYABLE, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
