/** Markup that is safe to write: only `html` makes it. */
export type Html = { readonly markup: string };

type Part = string | number | Html | null | readonly Html[];

/** Writes markup; what is put in as text stays text, between tags and in quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((all, text, index) => `${all}${text}${write(parts[index] ?? null)}`, '');
  return { markup };
}

function write(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map((one) => one.markup).join('');
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, (sign) => NAMED[sign] ?? sign);
}
