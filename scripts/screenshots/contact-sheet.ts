import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** One picture of several, side by side: what a person looks over in a few minutes. */
export async function makeContactSheet(
  browser: Browser,
  title: string,
  files: readonly { path: string; width: number }[],
  to: string,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1800, height: 600 } });
  try {
    const page = await context.newPage();
    const pictures = files.map(({ path, width }) => {
      const data = readFileSync(path).toString('base64');
      return `<figure style="flex:${width}"><img src="data:image/png;base64,${data}"></figure>`;
    });
    await page.setContent(`<!doctype html><title>${title}</title><style>
      body { margin: 12px; background: #888; } main { display: flex; gap: 12px; align-items: flex-start; }
      figure { margin: 0; min-width: 0; } img { display: block; width: 100%; }
    </style><main>${pictures.join('')}</main>`);
    await page.screenshot({ path: to, fullPage: true });
  } finally {
    await context.close();
  }
}
