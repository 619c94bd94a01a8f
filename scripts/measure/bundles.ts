import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from 'playwright-core';
import { allPlaces } from '../world/places.ts';
import { nameOf, openProfile, readerOf, type Session } from './browser.ts';

export type Chunk = { readonly url: string; readonly gzipped: number };
export type PageWeight = {
  readonly page: string;
  /** JavaScript that was asked for until the page had come to rest, before anybody touched it; bytes, gzipped. */
  readonly script: number;
  readonly chunks: readonly Chunk[];
  readonly html: number;
  readonly htmlGzipped: number;
};

const LEVEL = 6;
const gzipped = (body: Buffer) => gzipSync(body, { level: LEVEL }).length;

const QUIET_MS = 1_000;
const LOOK_MS = 100;
const SLOWEST_MS = 60_000;

/** Begins to listen. @returns what waits until the page has asked for nothing for a second: its live stream never ends. */
export function settling(page: Page): () => Promise<void> {
  let last = performance.now();
  page.on('request', () => {
    last = performance.now();
  });
  return async () => {
    // A skeleton at first, on a slow machine for long.
    await page.locator('h1').first().waitFor({ state: 'attached', timeout: SLOWEST_MS });
    while (performance.now() - last < QUIET_MS) await page.waitForTimeout(LOOK_MS);
  };
}

/** Weighs pages that are opened one after the other, each as if it were the first that the browser ever sees. */
export class Scales {
  readonly #known = new Map<string, number>();

  async weigh(page: Page, path: string): Promise<PageWeight> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    const scripts: Response[] = [];
    const note = (response: Response) => {
      if (response.request().resourceType() === 'script') scripts.push(response);
    };
    page.on('response', note);
    const settled = settling(page);
    const answer = await page.goto(path, { timeout: SLOWEST_MS });
    await settled();
    page.off('response', note);
    await cdp.detach();
    const html = (await answer?.body()) ?? Buffer.alloc(0);
    const chunks = await this.#chunks(scripts);
    return {
      page: nameOf(path),
      script: chunks.reduce((sum, chunk) => sum + chunk.gzipped, 0),
      chunks,
      html: html.length,
      htmlGzipped: gzipped(html),
    };
  }

  async #chunks(scripts: readonly Response[]): Promise<Chunk[]> {
    for (const response of scripts) {
      if (!this.#known.has(response.url())) this.#known.set(response.url(), gzipped(await response.body()));
    }
    const urls = [...new Set(scripts.map((response) => response.url()))];
    return urls
      .map((url) => ({ url: new URL(url).pathname, gzipped: this.#known.get(url) ?? 0 }))
      .sort((one, other) => other.gzipped - one.gzipped);
  }
}

/** Every page with the demo's data on it, and the door. */
export async function weighPages(browser: Browser, appUrl: string, session: Session): Promise<PageWeight[]> {
  const scales = new Scales();
  const weights: PageWeight[] = [];
  const signedOut = await browser.newContext({ baseURL: appUrl, locale: 'en' });
  weights.push(await scales.weigh(await signedOut.newPage(), '/sign-in'));
  await signedOut.close();
  const context = await openProfile(browser, appUrl, session);
  for (const path of await allPlaces(readerOf(context))) {
    const page = await context.newPage();
    weights.push(await scales.weigh(page, path));
    await page.close();
  }
  await context.close();
  return weights;
}
