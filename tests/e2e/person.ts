import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTranslator } from 'next-intl';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';

export type Language = 'en' | 'fr' | 'ru';
export type View = { language?: Language; theme?: 'light' | 'dark'; width?: number; height?: number };

/** The words of the screens: a test names what it presses by key, and works in every language. */
export function words(language: Language): (key: string, values?: Record<string, string | number>) => string {
  const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8'));
  const parts = ['', '/timeline', '/records', '/settings'].map((part) =>
    read(`messages/${language}${part}.json`),
  );
  const messages = Object.assign({}, ...parts);
  return createTranslator({ locale: language, messages });
}

export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly t: ReturnType<typeof words>;
  /** Errors of the page's own scripts, and what it could not load. */
  readonly complaints: readonly string[];
};

/** A fresh browser profile, looking at nothing yet. */
export async function visit(browser: Browser, view: View = {}): Promise<Visit> {
  const { appUrl } = inject('world');
  const language = view.language ?? 'en';
  const context = await browser.newContext({
    baseURL: appUrl,
    viewport: { width: view.width ?? 1440, height: view.height ?? 900 },
    reducedMotion: 'reduce',
    locale: language,
  });
  await context.addCookies([
    { name: 'locale', value: language, url: appUrl },
    { name: 'theme', value: view.theme ?? 'light', url: appUrl },
  ]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text().slice(0, 300));
  });
  return { page, context, t: words(language), complaints };
}

export const PASSWORD = 'a long enough password';

/** Signs a stranger up, who then owns an organization of their own. */
export async function signUp({ page, t }: Visit): Promise<{ email: string }> {
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  await page.goto('/sign-up');
  await page.getByLabel(t('signUp.organization')).fill('Harbour & Sons');
  await page.getByLabel(t('signUp.name'), { exact: true }).fill('Ada');
  await page.getByLabel(t('signUp.email')).fill(email);
  await page.getByLabel(t('signUp.password')).fill(PASSWORD);
  await page.getByRole('button', { name: t('signUp.submit') }).click();
  await page.waitForURL((url) => url.pathname === '/');
  return { email };
}

/** Signs in through the form, as one of the demo's people by role, or as anybody given. */
export async function signIn(
  { page, t }: Visit,
  who: { email: string; password: string },
  path = '/sign-in',
): Promise<void> {
  await page.goto(path);
  await page.getByLabel(t('signIn.email')).fill(who.email);
  await page.getByLabel(t('signIn.password')).fill(who.password);
  await page.getByRole('button', { name: t('signIn.submit') }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** One of the first organization's people. */
export function personOf(role: string): { email: string; password: string } {
  const { users } = inject('world');
  const first = users[0]?.organization;
  const found = users.find((user) => user.role === role && user.organization === first);
  if (!found) throw new Error(`the demo has no ${role}`);
  return found;
}

/** Adds a property through its form and stands on its page. @returns its id */
export async function addProperty({ page, t }: Visit, name: string): Promise<string> {
  await page.goto('/properties/new');
  await page.getByLabel(t('property.name'), { exact: true }).fill(name);
  await page.getByRole('button', { name: t('property.create') }).click();
  await page.waitForURL(/\/properties\/prp_[0-9a-z]{24}$/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

export { openBrowser };
