import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ICON_NAMES } from '#components/ui/icon-names.ts';
import { drawSprite } from '#scripts/icons/sprite.ts';

/** The sources that may name an icon, without the list itself. */
const SCREENS = globSync('{app,components,lib}/**/*.{ts,tsx}')
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .filter((source) => /\/icon(\.tsx|-names\.ts)';/.test(source));

describe('the icons', () => {
  it('are drawn as Lucide draws them today: `npm run icons` after a change of the names or of the package', () => {
    const licence = readFileSync('node_modules/lucide-react/LICENSE', 'utf8');
    expect(licence).toMatch(/^ISC License\n\nCopyright/);
    expect(readFileSync('components/ui/icons.svg', 'utf8')).toBe(drawSprite(ICON_NAMES, licence));
  });

  it('are named once each and in order', () => {
    expect([...new Set(ICON_NAMES)].sort()).toEqual(ICON_NAMES);
  });

  it('are all in use', () => {
    expect(SCREENS.length).toBeGreaterThan(100);
    const written = new Set(SCREENS.flatMap((source) => source.match(/(?<=['"])[a-z\d-]+(?=['"])/g) ?? []));
    expect(ICON_NAMES.filter((name) => !written.has(name))).toEqual([]);
  });

  it('have no name that Lucide has only as an old one', () => {
    expect(() => drawSprite(['circle-help'], '')).toThrow('circle-help');
  });
});
