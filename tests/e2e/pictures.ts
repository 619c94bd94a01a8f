import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { plainFaults, seriousFaults } from './look.ts';
import { leave, type View, type Visit, visit } from './person.ts';

const FOLDER = '.cache/shots/states';
const VIEWS: readonly View[] = [
  { theme: 'light' },
  { theme: 'dark' },
  { theme: 'dark', phone: true },
  { language: 'fr', phone: true },
  { language: 'ru', phone: true },
];
/** A state takes some seconds for each view: the limit of a test that looks at a dozen of them. */
export const PICTURES_MS = 600_000;
/** Chosen by each view, not by the person whose session it borrows. */
const OF_THE_VIEW = ['locale', 'theme'];

/**
 * Looks at the page where somebody stands in each light, on a desk and on a phone, in each language, with the same session,
 * and keeps a picture of each in .cache/shots/states.
 * @param expected what the pages may complain of
 * @param open what is opened there first: then the picture is of the window, else of the whole page
 * @returns what nobody who relies on assistance gets past, what is too wide, and words that are missing
 */
export async function pictures(
  browser: Browser,
  someone: Visit,
  name: string,
  open?: (there: Visit) => Promise<void>,
  ...expected: RegExp[]
): Promise<string[]> {
  mkdirSync(FOLDER, { recursive: true });
  const session = (await someone.context.cookies()).filter((cookie) => !OF_THE_VIEW.includes(cookie.name));
  const found: string[] = [];
  for (const view of VIEWS) {
    const { language = 'en', theme = 'light', phone = false } = view;
    const there = await visit(browser, { ...view, appUrl: someone.appUrl });
    await there.context.addCookies(session);
    await there.page.goto(someone.page.url());
    await there.page.waitForLoadState('networkidle');
    await open?.(there);
    await there.page.waitForLoadState('networkidle');
    const what = `${name}.${phone ? 'phone' : 'desktop'}-${theme}-${language}`;
    await there.page.screenshot({ path: `${FOLDER}/${what}.png`, fullPage: !open });
    const faults = [...(await seriousFaults(there.page)), ...(await plainFaults(there.page))];
    found.push(...faults.map((fault) => `${what} ${fault}`));
    await leave(there, ...expected);
  }
  return found;
}
