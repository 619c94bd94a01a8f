import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientModules, layoutsAround, moduleAt, renderedFiles } from './client-modules.ts';

const FILES = renderedFiles();
const isOurs = (path: string) => /^(app|components|lib)\//.test(path);

/** The parts of the words that a rendered file's client components say, each with one component that does. */
function needs(file: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of [...clientModules(file).keys()].filter(isOurs))
    for (const part of moduleAt(path).says) if (part && !found.has(part)) found.set(part, path);
  return found;
}

const gives = (file: string) =>
  existsSync(file) ? moduleAt(file).gives.filter((part) => part !== null) : [];
const holds = (part: string, given: string) => part === given || part.startsWith(`${given}.`);

/** An error page stands inside of the layouts around it alone: it is rendered instead of the page. */
const given = (file: string) => [...layoutsAround(file), file].flatMap(gives);

/** Without parts inside of parts that are named too. */
const whole = (parts: readonly string[]) =>
  parts.filter((part) => !parts.some((other) => other !== part && holds(part, other))).sort();

function advice(file: string): string {
  const lacks = [...needs(file)].filter(([part]) => !given(file).some((one) => holds(part, one)));
  if (lacks.length === 0) return '';
  const around = layoutsAround(file).flatMap(gives);
  const near = `${dirname(file)}/layout.tsx`;
  const all = [...gives(near), ...lacks.map(([part]) => part)].filter(
    (part) => gives(near).includes(part) || !around.some((one) => holds(part, one)),
  );
  return [
    `${file}: ${lacks.map(([part, by]) => `'${part}' (said by ${by})`).join(', ')} would be missing in the browser.`,
    `  In ${near} (make it where there is none) write around the children:`,
    `  <Words of={[${whole([...new Set(all)])
      .map((part) => `'${part}'`)
      .join(', ')}]}>   with Words from #components/words/words.tsx`,
  ].join('\n');
}

// Parses every file that a page reaches.
describe('the words that a page sends to the browser', { timeout: 120_000 }, () => {
  it('are all that its client components say: a layout around gives each of them', () => {
    const missing = FILES.map(advice).filter(Boolean);
    expect(missing, `\n${missing.join('\n')}\n`).toEqual([]);
  });

  it('are no more than that', () => {
    const idle = FILES.flatMap((file) => {
      const inside = FILES.filter((one) => one === file || layoutsAround(one).includes(file));
      const said = inside.flatMap((one) => [...needs(one).keys()]);
      const around = layoutsAround(file).flatMap(gives);
      return gives(file)
        .filter((part) => !said.some((one) => holds(one, part)) || around.some((one) => holds(part, one)))
        .map(
          (part) =>
            `${file}: leave '${part}' out of <Words of>: nobody inside says it, or one around gives it`,
        );
    });
    expect(idle, `\n${idle.join('\n')}\n`).toEqual([]);
  });

  it('can be told from the source: each part is named where it is asked for and where it is given', () => {
    const browser = new Set(FILES.flatMap((file) => [...clientModules(file).keys()].filter(isOurs)));
    const vague = [
      ...[...browser].filter((path) => moduleAt(path).says.includes(null)),
      ...FILES.filter((file) => moduleAt(file).gives.includes(null)),
    ];
    expect(vague, "write useTranslations('part') and <Words of={['part']}> with plain texts").toEqual([]);
  });

  it('are given to no client component in a lump: no provider has all of them', () => {
    const providers = [...FILES, ...FILES.flatMap((file) => [...clientModules(file).keys()].filter(isOurs))];
    const lump = [...new Set(providers)].filter((path) =>
      /<NextIntlClientProvider(?![^>]*\bmessages=)/.test(readFileSync(path, 'utf8')),
    );
    expect(lump).toEqual([]);
  });
});

describe('the graph of client components', () => {
  it('knows the ones of the calendar, and none of the server', () => {
    const found = clientModules('app/(console)/calendar/page.tsx');
    expect([...found.keys()]).toContain('components/timeline/timeline.tsx');
    expect([...found.keys()].filter((path) => /^(db|lib\/(auth|runtime|platform))\//.test(path))).toEqual([]);
  });
});
