import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** A browser for one file of journeys; close it in afterAll. As root Chromium refuses its own sandbox. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: inject('world').chromiumPath,
    args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
  });
}
