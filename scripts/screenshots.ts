/**
 * `npm run screenshots [-- NAME…]`: pictures of every page of the running demo, or of those whose name contains NAME, on a
 * desk and on a phone, light and dark, in .cache/shots, with one sheet of all four for each page in .cache/shots/sheets.
 * Without a name, or for "readme", it also makes docs/images/calendar.png.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { makeContactSheet } from './screenshots/contact-sheet.ts';
import { findSights, type Sight } from './screenshots/pages.ts';
import { ensureBrowser } from './test/browser.ts';

const SHOTS = '.cache/shots';
const README_PICTURE = 'docs/images/calendar.png';
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const THEMES = ['light', 'dark'] as const;

const Demo = z.object({
  appUrl: z.url(),
  sandboxUrl: z.url(),
  users: z.tuple([z.object({ email: z.string(), password: z.string() })], z.unknown()),
});
type Demo = z.infer<typeof Demo>;
type View = { size: keyof typeof SIZES; theme: (typeof THEMES)[number] };

const demo = readDemo('.data/demo.json');
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.some((part) => name.includes(part));
const browser = await chromium.launch({
  executablePath: ensureBrowser(),
  // As root Chromium refuses its own sandbox.
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [],
});
try {
  for (const folder of [SHOTS, `${SHOTS}/sheets`, 'docs/images']) mkdirSync(folder, { recursive: true });
  const session = await signIn(browser, demo);
  await takeAll(session);
  if (isWanted('readme')) await takeForReadme(session);
} finally {
  await browser.close();
}

function readDemo(file: string): Demo {
  if (!existsSync(file)) throw new Error(`${file} is missing: start \`npm run demo\` first.`);
  return Demo.parse(JSON.parse(readFileSync(file, 'utf8')));
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Signs the demo's owner in once; every picture is taken with this session. */
async function signIn(browser: Browser, { appUrl, users: [owner] }: Demo): Promise<Session> {
  const context = await browser.newContext({ baseURL: appUrl, extraHTTPHeaders: { origin: appUrl } });
  const { csrfToken } = z
    .object({ csrfToken: z.string() })
    .parse(await (await context.request.get('/api/auth/csrf')).json());
  const answer = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: owner.email, password: owner.password, json: 'true' },
  });
  if (!answer.ok()) throw new Error(`${owner.email} cannot sign in at ${appUrl}: ${answer.status()}`);
  const session = await context.storageState();
  await context.close();
  return session;
}

async function takeAll(session: Session): Promise<void> {
  const finder = await openView({ size: 'desktop', theme: 'light' }, session);
  const sights = (await findSights(await finder.newPage(), demo.sandboxUrl)).filter(({ name }) =>
    isWanted(name),
  );
  await finder.close();
  for (const sight of sights) {
    const taken: { path: string; width: number }[] = [];
    for (const size of ['desktop', 'phone'] as const) {
      for (const theme of THEMES) {
        const path = `${SHOTS}/${sight.name}.${size}-${theme}.png`;
        await take(sight, { size, theme }, sight.signedOut ? undefined : session, path);
        taken.push({ path, width: SIZES[size].width });
      }
    }
    await makeContactSheet(browser, sight.name, taken, `${SHOTS}/sheets/${sight.name}.png`);
    console.log(`${SHOTS}/sheets/${sight.name}.png`);
  }
}

async function openView({ size, theme }: View, session: Session | undefined): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: demo.appUrl,
    viewport: SIZES[size],
    reducedMotion: 'reduce',
    colorScheme: theme,
    locale: 'en',
    ...(size === 'phone' ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
    ...(session ? { storageState: session } : {}),
  });
  await context.addCookies([
    { name: 'locale', value: 'en', url: demo.appUrl },
    { name: 'theme', value: theme, url: demo.appUrl },
  ]);
  return context;
}

/** A sight that cannot be opened is told and passed over: the others are still worth looking at. */
async function take(sight: Sight, view: View, session: Session | undefined, path: string): Promise<void> {
  const context = await openView(view, session);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(sight.path);
    await settle(page);
    await sight.open?.(page);
    await settle(page);
    await page.screenshot({ path, fullPage: sight.open === undefined });
  } catch (error) {
    console.error(
      `${sight.name}, ${view.size}, ${view.theme}: ${error instanceof Error ? error.message : error}`,
    );
    process.exitCode = 1;
  } finally {
    await context.close();
  }
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {}); // a page that keeps asking is settled enough
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(250);
}

/** The picture of the README: the upper part of the calendar. */
async function takeForReadme(session: Session): Promise<void> {
  const context = await browser.newContext({
    baseURL: demo.appUrl,
    viewport: { width: 1280, height: 720 },
    colorScheme: 'light',
    locale: 'en',
    storageState: session,
  });
  await context.addCookies([{ name: 'theme', value: 'light', url: demo.appUrl }]);
  const page = await context.newPage();
  await page.goto('/calendar?zoom=month');
  await settle(page);
  // Cut between two rows: the first houses say it all.
  await page.screenshot({ path: README_PICTURE, clip: { x: 0, y: 0, width: 1280, height: 516 } });
  await context.close();
  console.log(README_PICTURE);
}
