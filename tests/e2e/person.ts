import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { createTranslator } from 'next-intl';
import type { APIResponse, Browser, BrowserContext, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { z } from 'zod';
import { foundByVerb, passwordFor } from '#scripts/seed-demo/people.ts';

export type Language = 'en' | 'fr' | 'ru';
export type View = {
  language?: Language;
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** A phone: 390 pixels wide, touched instead of clicked. */
  phone?: boolean;
  /** Another app than the one all journeys share. */
  appUrl?: string;
};
export type Account = { readonly email: string; readonly password: string };

/** The words of the screens: a test names what it presses by key, and works in every language. */
export function words(language: Language): (key: string, values?: Record<string, string | number>) => string {
  const files = [`messages/${language}.json`, ...globSync(`messages/${language}/*.json`)];
  const messages = Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8'))));
  return createTranslator({ locale: language, messages });
}

export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly appUrl: string;
  readonly t: ReturnType<typeof words>;
  /** Errors of the page's own scripts, and what it could not load. */
  readonly complaints: readonly string[];
};

/** A fresh browser profile, looking at nothing yet. `leave` it at the end. */
export async function visit(browser: Browser, view: View = {}): Promise<Visit> {
  const { appUrl = inject('world').appUrl, language = 'en', phone = false } = view;
  const context = await browser.newContext({
    baseURL: appUrl,
    viewport: { width: view.width ?? (phone ? 390 : 1440), height: view.height ?? (phone ? 844 : 900) },
    reducedMotion: 'reduce',
    locale: language,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...(phone ? { isMobile: true, hasTouch: true } : {}),
  });
  await context.addCookies([
    { name: 'locale', value: language, url: appUrl },
    { name: 'theme', value: view.theme ?? 'light', url: appUrl },
  ]);
  const page = await context.newPage();
  page.setDefaultTimeout(45_000); // a machine may stand still for as long, with everything on it
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error')
      complaints.push(`${message.text().slice(0, 300)} ${message.location().url}`);
  });
  return { page, context, appUrl, t: words(language), complaints };
}

/** Closes the browser profile. Whatever its pages complained of and was not to be expected fails the test. */
export async function leave({ context, complaints }: Visit, ...expected: RegExp[]): Promise<void> {
  await context.close();
  expect(complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)))).toEqual([]);
}

/** An organization of this test's own, with its owner signed in on the home page. @param of another app's, where that is visited */
export async function asOwner(
  someone: Visit,
  of?: { appUrl: string; databaseUrl: string },
): Promise<Account> {
  const world = { ...inject('world'), ...of };
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  // Not through the form: where sign-up is for the first person only nobody else gets one.
  const people = [{ name: 'Ada Byron', email, role: 'owner' }] as const;
  await foundByVerb(world, { name: 'Harbour & Sons', people, properties: [] });
  const account = { email, password: passwordFor(world.databaseUrl, email) };
  await enter(someone, account);
  return account;
}

/** Signs in without the form, and opens the home page. */
export async function enter({ context, appUrl, page }: Visit, { email, password }: Account): Promise<void> {
  const csrf = await context.request.get('/api/auth/csrf');
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  const answer = await context.request.post('/api/auth/callback/credentials', {
    headers: { origin: appUrl },
    form: { csrfToken, email, password, json: 'true' },
  });
  if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()}`);
  await page.goto('/');
}

/** Signs in through the form, on the page where one stands or on `path`. */
export async function signIn({ page, t }: Visit, who: Account, path = '/sign-in'): Promise<void> {
  await page.goto(path);
  await page.getByLabel(t('signIn.email')).fill(who.email);
  await page.getByLabel(t('signIn.password')).fill(who.password);
  await page.getByRole('button', { name: t('signIn.submit') }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** One of the demo's first organization. They share its data, so whoever takes one only looks. */
export function personOf(role: string): Account {
  const { users } = inject('world');
  const first = users[0]?.organization;
  const found = users.find((user) => user.role === role && user.organization === first);
  if (!found) throw new Error(`the demo has no ${role}`);
  return found;
}

/** The HTTP API with this browser's own session. */
export function ask(
  { context, appUrl }: Visit,
  method: string,
  path: string,
  body?: unknown,
): Promise<APIResponse> {
  return context.request.fetch(path, {
    method,
    headers: { origin: appUrl },
    ...(body === undefined ? {} : { data: body }),
  });
}

const Made = z.object({ id: z.string() });

async function make(someone: Visit, path: string, body: unknown): Promise<string> {
  const answer = await ask(someone, 'POST', path, body);
  if (!answer.ok()) throw new Error(`POST ${path} answered ${answer.status()}: ${await answer.text()}`);
  return Made.parse(await answer.json()).id;
}

/** A property with one unit, by the API. @returns its id, which serves as the unit's */
export function newProperty(someone: Visit, name: string): Promise<string> {
  return make(someone, '/api/properties', { name, timezone: 'Europe/Paris', currency: 'EUR' });
}

/**
 * Follows a calendar, by the API, and asks it once. An active one is also asked by its own job, at the same moment,
 * and each of the two may keep what it heard; who counts messages follows a paused one, which is asked by hand alone.
 * @returns its id
 */
export async function follow(
  someone: Visit,
  property: string,
  icalUrl: string,
  name: string,
  { isActive = true }: { isActive?: boolean } = {},
): Promise<string> {
  const id = await make(someone, `/api/calendar/${property}/external`, { name, icalUrl, isActive });
  await syncNow(someone, property, id);
  return id;
}

/** Asks a calendar now, by the API; resolves once it answered. */
export async function syncNow(someone: Visit, property: string, calendar: string): Promise<void> {
  const answer = await ask(someone, 'POST', `/api/calendar/${property}/external/${calendar}/sync`);
  if (!answer.ok()) throw new Error(`the sync answered ${answer.status()}: ${await answer.text()}`);
}

/** Adds a property through its form and stands on its page. @returns its id */
export async function addProperty({ page, t }: Visit, name: string): Promise<string> {
  await page.goto('/properties/new');
  await page.getByLabel(t('property.name'), { exact: true }).fill(name);
  await page.getByRole('button', { name: t('property.create') }).click();
  await page.waitForURL(/\/properties\/prp_[0-9a-z]{24}$/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

const Nights = z.object({ items: z.array(z.object({ night: z.string(), state: z.string() })) });

/** Nights of the coming weeks that are not free, as the API answers this session. */
export async function takenNights(
  someone: Visit,
  property: string,
  from: string,
  to: string,
): Promise<string[]> {
  const answer = await ask(someone, 'GET', `/api/availability?unit=${property}&from=${from}&to=${to}`);
  return Nights.parse(await answer.json())
    .items.filter((one) => one.state !== 'free')
    .map((one) => one.night);
}
