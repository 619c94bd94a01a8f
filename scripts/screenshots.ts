/**
 * `npm run screenshots [-- NAME…]`: pictures of every page of the running demo and of its states (filled, empty, on its way,
 * failed, with dialogs open), or of those whose name contains NAME, on a desk and on a phone, light and dark, in .cache/shots,
 * with one sheet for each page in .cache/shots/sheets. Without a name, or for "readme", it also makes docs/images/calendar.png.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { makeContactSheet, type Picture, type State } from './screenshots/contact-sheet.ts';
import { findSights, type Sight } from './screenshots/pages.ts';
import { statesOf } from './screenshots/states.ts';
import { foundByVerb, passwordFor } from './seed-demo/people.ts';
import { ensureBrowser } from './test/browser.ts';

const SHOTS = '.cache/shots';
const README_PICTURE = 'docs/images/calendar.png';
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const THEMES = ['light', 'dark'] as const;
const NEWCOMER = 'nothing-yet@example.com';
/** Of a longer page the rest says nothing new, and would make every other picture of its sheet small. */
const LONGEST = 2_400;

const Demo = z.object({
  appUrl: z.url(),
  sandboxUrl: z.url(),
  databaseUrl: z.string(),
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
  const owner = await signIn(browser, demo.users[0]);
  await takeAll({ owner, newcomer: await signInNewcomer(browser) });
  if (isWanted('readme')) await takeForReadme(owner);
} finally {
  await browser.close();
}

function readDemo(file: string): Demo {
  if (!existsSync(file)) throw new Error(`${file} is missing: start \`npm run demo\` first.`);
  return Demo.parse(JSON.parse(readFileSync(file, 'utf8')));
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Signs somebody in once; their pictures are taken with this session. */
async function signIn(browser: Browser, who: { email: string; password: string }): Promise<Session> {
  const { appUrl } = demo;
  const context = await browser.newContext({ baseURL: appUrl, extraHTTPHeaders: { origin: appUrl } });
  const { csrfToken } = z
    .object({ csrfToken: z.string() })
    .parse(await (await context.request.get('/api/auth/csrf')).json());
  const answer = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: who.email, password: who.password, json: 'true' },
  });
  if (!answer.ok()) throw new Error(`${who.email} cannot sign in at ${appUrl}: ${answer.status()}`);
  const session = await context.storageState();
  await context.close();
  return session;
}

/** Somebody whose organization has nothing yet: made once for each demo. */
async function signInNewcomer(browser: Browser): Promise<Session> {
  const who = { email: NEWCOMER, password: passwordFor(demo.databaseUrl, NEWCOMER) };
  const found = await signIn(browser, who).catch(() => null);
  if (found) return found;
  const people = [{ name: 'Ada Byron', email: NEWCOMER, role: 'owner' }] as const;
  await foundByVerb(demo, { name: 'Nothing yet', people, properties: [] });
  return signIn(browser, who);
}

/** Sights of one page stand on one sheet, the first of them in the list first, then the states it is in seldom. */
async function takeAll(people: Record<'owner' | 'newcomer', Session>): Promise<void> {
  const finder = await openView({ size: 'desktop', theme: 'light' }, people.owner);
  const sights = await findSights(await finder.newPage(), demo.sandboxUrl);
  await finder.close();
  for (const [first, ...more] of Map.groupBy(sights, pageOf).values()) {
    if (!first) continue;
    const all = [first, ...more, ...statesOf(first)];
    // Who names a page means all of it, who names one of its states that one.
    const chosen = isWanted(first.name) ? all : all.filter(({ name }) => isWanted(name));
    if (chosen.length === 0) continue;
    const states: State[] = [];
    for (const sight of chosen)
      states.push(await takeState(sight, sight.signedOut ? undefined : people[sight.by ?? 'owner']));
    const sheet = `${SHOTS}/sheets/${first.name}.png`;
    await makeContactSheet(
      browser,
      first.name,
      states.filter(({ pictures }) => pictures.length > 0),
      sheet,
    );
    console.log(sheet);
  }
}

/** What stands on one sheet: sights of one address, but for those that end somewhere else. */
function pageOf({ path, name }: Sight): string {
  return ['not-there', 'turnovers'].includes(name) ? name : (path.split('?')[0] ?? path);
}

async function takeState(sight: Sight, session: Session | undefined): Promise<State> {
  const pictures: Picture[] = [];
  for (const size of ['desktop', 'phone'] as const) {
    for (const theme of THEMES) {
      const path = `${SHOTS}/${sight.name}.${size}-${theme}.png`;
      const { width } = SIZES[size];
      if (await take(sight, { size, theme }, session, path))
        pictures.push({ path, width, label: `${size}, ${width} wide, ${theme}` });
    }
  }
  return { name: sight.name, pictures };
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
async function take(sight: Sight, view: View, session: Session | undefined, path: string): Promise<boolean> {
  const context = await openView(view, session);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    if (sight.arrive) await sight.arrive(page, sight.path);
    else await page.goto(sight.path);
    await settle(page);
    await sight.open?.(page);
    await settle(page);
    const { width, height } = SIZES[view.size];
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    const isWhole = sight.open === undefined && sight.arrive === undefined;
    const clip = { x: 0, y: 0, width, height: Math.min(Math.max(whole, height), LONGEST) };
    await page.screenshot(isWhole ? { path, fullPage: true, clip } : { path });
    return true;
  } catch (error) {
    console.error(
      `${sight.name}, ${view.size}, ${view.theme}: ${error instanceof Error ? error.message : error}`,
    );
    process.exitCode = 1;
    return false;
  } finally {
    await context.close();
  }
}

async function settle(page: Page): Promise<void> {
  // A page that keeps asking, or waits for what never comes, is settled enough.
  await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => {});
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
