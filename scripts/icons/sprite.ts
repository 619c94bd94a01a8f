import { icons } from 'lucide-react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const DRAWINGS = new Map(Object.entries(icons));

/** One svg that holds Lucide's drawings of these names. @param licence Lucide's, whose copyright lines it keeps */
export function drawSprite(names: readonly string[], licence: string): string {
  const holders = [...licence.matchAll(/^Copyright .+$/gm)].map(([line]) => `${line}.`).join(' ');
  return [
    `<!-- Lucide (ISC License, https://lucide.dev/license), some after Feather (MIT License). ${holders} -->`,
    // The sizes of the whole are nobody's, but Next builds no image without them.
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">',
    ...names.map((name) => `<symbol id="${name}" viewBox="0 0 24 24">${shapesOf(name)}</symbol>`),
    '</svg>\n',
  ].join('\n');
}

function shapesOf(name: string): string {
  const drawing = DRAWINGS.get(name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()));
  if (!drawing)
    throw new Error(`Lucide has no icon of its own by the name of ${name}; an older name does not do.`);
  return renderToStaticMarkup(createElement(drawing))
    .replaceAll(/^<svg[^>]*>|<\/svg>$/g, '')
    .replaceAll(/><\/\w+>/g, '/>');
}
