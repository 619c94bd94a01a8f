import { globSync, readFileSync } from 'node:fs';
import { twMerge } from 'tailwind-merge';
import { describe, expect, it } from 'vitest';
import { mergeClasses } from './merge-classes.ts';

/** Every word in a text of our screens that the library knows as a class which sets something. */
function classesInUse(): string[] {
  const words = globSync('{components,app}/**/*.tsx')
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((source) => [...source.matchAll(/['"`]([^'"`\n]+)['"`]/g)])
    .flatMap(([, text = '']) => text.split(/\s+/));
  return [...new Set(words)].filter((word) => word.length > 1 && twMerge(`${word} ${word}`) === word);
}

/** Without conditions, which are the same for all. */
const base = (word: string) => word.replace(/^([a-z@*[\]().=&_>~+'"#-]*:)+/, '');

describe('a later class', () => {
  it('takes the place of those that the library says, of all that stand in our screens', {
    timeout: 120_000,
  }, () => {
    const words = [...new Set(classesInUse().map(base))].filter((word) => word && !word.startsWith('@'));
    expect(words.length).toBeGreaterThan(500);
    const different: string[] = [];
    for (const earlier of words) {
      for (const later of words) {
        const both = `${earlier} ${later}`;
        if (mergeClasses(both) !== twMerge(both)) different.push(both);
      }
    }
    // The class is unknown to merge-classes.ts: name its group there.
    expect(different.slice(0, 20)).toEqual([]);
  });

  it.each([
    ['px-2 hover:px-3 px-4', 'hover:px-3 px-4'],
    ['sm:w-4 w-4 sm:w-8', 'w-4 sm:w-8'],
    ['size-4 h-8 size-6', 'size-6'],
    ['p-2 px-4', 'p-2 px-4'],
    ['px-4 p-2', 'p-2'],
    ['bg-[color:var(--canvas)] bg-panel', 'bg-panel'],
    ['[&_svg]:size-4 [&_svg]:size-3', '[&_svg]:size-3'],
    ['rail p-2 rail p-3', 'rail rail p-3'],
    ['block! hidden', 'block! hidden'],
    ['', ''],
  ])('of %j leaves %j', (given, left) => {
    expect(mergeClasses(given)).toBe(left);
    expect(twMerge(given)).toBe(left);
  });
});
