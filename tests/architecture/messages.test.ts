import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LOCALES } from '#lib/domain/people/schemas.ts';

type Messages = { [key: string]: string | Messages };
const Messages: z.ZodType<Messages> = z.lazy(() => z.record(z.string(), z.union([z.string(), Messages])));

type Argument = { readonly name: string; readonly kind: string; readonly branches: readonly string[] };

/** A message's arguments, those inside of plural branches too. Throws on braces that do not match. */
function argumentsOf(message: string): Argument[] {
  const found: Argument[] = [];
  for (const inside of braces(message)) {
    const [, name = '', kind = 'value', rest = ''] =
      /^\s*(\w+)\s*(?:,\s*(\w+)\s*,?([\s\S]*))?$/.exec(inside) ?? [];
    if (!name) throw new Error(`cannot read {${inside}} in: ${message}`);
    if (!/^(plural|selectordinal|select)$/.test(kind)) {
      found.push({ name, kind, branches: [] });
      continue;
    }
    const branches = [...outside(rest).matchAll(/(=\d+|\w+)\s*\{\}/g)].map(([, branch = '']) => branch);
    found.push({ name, kind, branches }, ...braces(rest).flatMap(argumentsOf));
  }
  return found;
}

/** What stands between the outermost braces. */
function braces(text: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' && depth++ === 0) start = at + 1;
    if (text[at] === '}' && --depth === 0) found.push(text.slice(start, at));
    if (depth < 0) break;
  }
  if (depth !== 0) throw new Error(`braces do not match in: ${text}`);
  return found;
}

const outside = (text: string) =>
  braces(text).reduce((left, inside) => left.replace(`{${inside}}`, '{}'), text);

function flat(messages: Messages, above = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${above}${key}`, value] as [string, string]]
      : flat(value, `${above}${key}.`),
  );
}

const filesOf = (locale: string) => [
  `messages/${locale}.json`,
  ...globSync(`messages/${locale}/*.json`).sort(),
];
const read = (file: string) => Messages.parse(JSON.parse(readFileSync(file, 'utf8')));
const all = (locale: string) => new Map(filesOf(locale).flatMap((file) => flat(read(file))));
/** One language needs the forms of a number where another writes it as it is. */
const isNumber = (kind: string) => /^(plural|number|value)$/.test(kind);
const uses = (message: string) =>
  [
    ...new Set(argumentsOf(message).map(({ name, kind }) => `${name}: ${isNumber(kind) ? 'value' : kind}`)),
  ].sort();
const tags = (message: string) =>
  [...new Set([...message.matchAll(/<(\w+)>/g)].map(([, name]) => name))].sort();

describe.each(LOCALES)('the words in %s', (locale) => {
  it('are those of English, none missing and none left over', () => {
    expect([...all(locale).keys()].sort()).toEqual([...all('en').keys()].sort());
    expect(filesOf(locale).map((file) => basename(file).replace(locale, ''))).toEqual(
      filesOf('en').map((file) => basename(file).replace('en', '')),
    );
  });

  it('take the same values and wrap the same parts', () => {
    const english = all('en');
    const different = [...all(locale)].flatMap(([key, message]) => {
      const mine = { uses: uses(message), tags: tags(message) };
      const theirs = { uses: uses(english.get(key) ?? ''), tags: tags(english.get(key) ?? '') };
      return JSON.stringify(mine) === JSON.stringify(theirs) ? [] : [{ key, mine, theirs }];
    });
    expect(different).toEqual([]);
  });

  it('have every form that its numbers need', () => {
    const wanted = locale === 'ru' ? ['one', 'few', 'many', 'other'] : ['one', 'other'];
    const short = [...all(locale)].flatMap(([key, message]) =>
      argumentsOf(message)
        .filter(
          ({ kind, branches }) =>
            kind === 'plural' &&
            !wanted.every((form) => branches.includes(form) || (form === 'one' && branches.includes('=1'))),
        )
        .map(({ branches }) => `${key}: ${branches.join(' ')}`),
    );
    expect(short).toEqual([]);
  });

  it('are said in one file each: two files with one key would hide each other', () => {
    const keys = filesOf(locale).flatMap((file) => Object.keys(read(file)));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('are loaded, every file of them', () => {
    const source = readFileSync('lib/web/i18n.ts', 'utf8');
    expect(filesOf(locale).filter((file) => !source.includes(`/${file}'`))).toEqual([]);
  });
});
