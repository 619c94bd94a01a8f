import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

export type Picture = { readonly path: string; readonly label: string; readonly width: number };
export type State = { readonly name: string; readonly pictures: readonly Picture[] };

/** One picture of all states of a page, a row for each: what a person looks over in a few minutes. */
export async function makeContactSheet(
  browser: Browser,
  title: string,
  states: readonly State[],
  to: string,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1800, height: 600 } });
  try {
    const page = await context.newPage();
    const rows = states.map(({ name, pictures }) => {
      const figures = pictures.map(({ path, label, width }) => {
        const data = readFileSync(path).toString('base64');
        return `<figure style="flex:${width}"><figcaption>${label}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
      });
      return `<section><h2>${name}</h2><main>${figures.join('')}</main></section>`;
    });
    await page.setContent(`<!doctype html><title>${title}</title><style>
      body { margin: 16px; background: #777; color: #fff; font: 15px/1.4 sans-serif; }
      h1 { margin: 0; font-size: 26px; } h2 { margin: 20px 0 6px; font-size: 19px; }
      main { display: flex; gap: 12px; align-items: flex-start; } figcaption { font-size: 12px; }
      figure { margin: 0; min-width: 0; } img { display: block; width: 100%; }
    </style><h1>${title}</h1>${rows.join('')}`);
    await page.screenshot({ path: to, fullPage: true });
  } finally {
    await context.close();
  }
}
