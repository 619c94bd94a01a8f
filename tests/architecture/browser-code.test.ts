import { describe, expect, it } from 'vitest';
import { clientModules, renderedFiles, wayTo } from './client-modules.ts';

/** What is heavy and of no use in a browser, and why a page could bring it by mistake. */
const HEAVY = [
  {
    name: 'zod',
    instead: "import type from schemas; values that screens need stand in the folder's labels.ts",
  },
  { name: 'temporal-polyfill', instead: 'days are counted by #components/format/days.ts' },
  { name: 'next-auth', instead: 'sessions begin and end by #components/api/session.ts' },
  { name: 'tailwind-merge', instead: 'classes are joined by #components/ui/cn.ts' },
] as const;

/** What no page needs before anybody touches it. */
const LATER = [
  { name: 'sonner', instead: 'say it by #components/ui/toast.ts' },
  { name: 'cmdk', instead: "fetch it with the list that opens: dynamic(() => import('…'))" },
] as const;

const isHeavy = (path: string, name: string) => path === name || path.startsWith(`${name}/`);

/** The ways on which a file's client components reach a package, as people read them. */
function waysTo(name: string, file: string, asClient = false, only: 'all' | 'first' = 'all'): string[] {
  const found = clientModules(file, asClient, only);
  return [...found.keys()]
    .filter((path) => isHeavy(path, name))
    .map((path) => `${file}: ${wayTo(found, path).join(' -> ')}`);
}

describe.each(HEAVY)(
  'the code that a page sends to the browser',
  { timeout: 120_000 },
  ({ name, instead }) => {
    it(`is without ${name}`, () => {
      const ways = renderedFiles().flatMap((file) => waysTo(name, file));
      expect(ways, `\n${ways.join('\n')}\n${instead}\n`).toEqual([]);
    });
  },
);

describe.each(LATER)('what a page loads at first', { timeout: 120_000 }, ({ name, instead }) => {
  it(`is without ${name}, which somewhere is fetched later`, () => {
    const ways = renderedFiles().flatMap((file) => waysTo(name, file, false, 'first'));
    expect(ways, `\n${ways.join('\n')}\n${instead}\n`).toEqual([]);
    const frames = ['app/layout.tsx', 'app/(console)/layout.tsx'];
    expect(frames.flatMap((file) => waysTo(name, file))).not.toEqual([]);
  });
});

describe('the search for heavy code', () => {
  it('finds a parser behind a schema, and says by which way it came', () => {
    const ways = waysTo('zod', 'lib/domain/reservations/schemas.ts', true);
    expect(ways.join()).toMatch(/^lib\/domain\/reservations\/schemas\.ts: .*zod$/);
  });

  it('follows import() and leaves types alone', () => {
    const found = clientModules('components/frame/palette.tsx');
    expect([...found.keys()]).toContain('components/frame/palette-dialog.tsx');
    expect([...found.keys()].filter((path) => path.endsWith('schemas.ts'))).toEqual([]);
  });
});
