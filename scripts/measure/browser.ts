import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { z } from 'zod';
import { ensureBrowser } from '../test/browser.ts';
import type { Reader } from '../world/places.ts';

export type Someone = { readonly appUrl: string; readonly email: string; readonly password: string };
export type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** A Chromium without a window. As root it refuses its own sandbox. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureBrowser(),
    args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
  });
}

const DESK = { width: 1440, height: 900 };

/** A fresh profile on a desk: nothing is in its cache. */
export function openProfile(browser: Browser, appUrl: string, session: Session): Promise<BrowserContext> {
  return browser.newContext({ baseURL: appUrl, viewport: DESK, locale: 'en', storageState: session });
}

export async function signIn(browser: Browser, { appUrl, email, password }: Someone): Promise<Session> {
  const context = await browser.newContext({ baseURL: appUrl, extraHTTPHeaders: { origin: appUrl } });
  const { csrfToken } = z
    .object({ csrfToken: z.string() })
    .parse(await (await context.request.get('/api/auth/csrf')).json());
  const answer = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email, password, json: 'true' },
  });
  if (!answer.ok()) throw new Error(`${email} cannot sign in at ${appUrl}: ${answer.status()}`);
  const session = await context.storageState();
  await context.close();
  return session;
}

export function readerOf(context: BrowserContext): Reader {
  return async (path) => (await context.request.get(path)).json();
}

/** A page's address without ids: the same in every database. */
export function nameOf(path: string): string {
  return path.replace(/[a-z]{3}_[0-9a-z]{24}/g, '…');
}
