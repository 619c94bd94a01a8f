import type { Page, Route } from 'playwright-core';
import type { Sight } from './pages.ts';

/*
 * States that the demo is not in by itself. Nothing is changed for them: either somebody with an empty organization looks,
 * or the page is answered otherwise than the server did, late or not at all.
 */

/** Pages that look different where there is nothing yet. */
const EMPTY = [
  'home',
  'calendar',
  'reservations',
  'inbox',
  'inbox-resolved',
  'conflicts',
  'rates',
  'channels',
  'history',
  'deliveries',
  'reports',
  'journal',
  'properties',
  'members',
  'keys',
  'notices',
];
/** Pages that stand still: they read nothing that could be late or fail. */
const STILL = ['sign-in', 'failed', 'calendar-on-paper', 'conflict-evidence', 'not-there', 'turnovers'];
/** Pages that bring what stands in for them with their own answer (components/frame/arriving.tsx). */
const ARRIVING = ['home', 'calendar'];
/** What pages ask again for by themselves while they stand open. */
const ASKED_AGAIN = ['**/api/timeline*', '**/api/timeline/**', '**/api/rates/grid*', '**/api/events*'];
const ASKS_AGAIN = ['calendar', 'rates'];

/** The page as it first is, and the same page empty, on its way, without its server, and failed. */
export function statesOf(first: Sight): Sight[] {
  const { name, path } = first;
  const states: Sight[] = [];
  if (EMPTY.includes(name)) states.push({ name: `${name}-empty`, path, by: 'newcomer' });
  if (STILL.includes(name)) return states;
  return [
    ...states,
    { name: `${name}-loading`, path, arrive: ARRIVING.includes(name) ? holdPage : hold },
    { name: `${name}-error`, path, arrive: fail },
    ...(ASKS_AGAIN.includes(name) ? [{ name: `${name}-behind`, path, open: loseServer }] : []),
    ...(name === 'home' ? [{ name: 'home-offline', path, open: goOffline }] : []),
  ];
}

/** Comes from another page, whose links have told the browser how this one looks while it is awaited. */
async function arriveBy(page: Page, path: string, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.goto(path.startsWith('/settings') ? '/properties/new' : '/settings/you');
  await page.locator('h1').first().waitFor();
  await page.waitForTimeout(500);
  const { pathname } = new URL(path, page.url());
  await page.evaluate((to) => {
    // Next's own router, which it hangs there for its tools.
    const { next } = window as unknown as {
      next: { router: { prefetch: (path: string, how: object) => void } };
    };
    next.router.prefetch(to, { kind: 'auto' });
  }, path);
  await page.waitForTimeout(1_000);
  await page.route(
    (url) => url.pathname === pathname,
    (route) =>
      route.request().headers().rsc && !route.request().headers()['next-router-prefetch']
        ? answer(route).catch(() => route.abort()) // too late: the picture shows what that looks like
        : route.continue(),
  );
  await page.evaluate((to) => {
    const { next } = window as unknown as { next: { router: { push: (path: string) => void } } };
    next.router.push(to);
  }, path);
  await page.waitForTimeout(600);
}

/** A line of an answer that is a part of the page; the first says only where the others belong. */
const ELEMENT = /^(?!0:)[0-9a-f]+:(\[|\{"children)/;

/** The answer never comes. */
function hold(page: Page, path: string): Promise<void> {
  return arriveBy(page, path, () => new Promise(() => {}));
}

/**
 * The answer begins and says what stands in for the page; the page itself, which is ready last, never comes. A route could only
 * answer whole: the browser's own `fetch` leaves the answer open.
 */
async function holdPage(page: Page, path: string): Promise<void> {
  await page.addInitScript((element) => {
    const { fetch } = window;
    window.fetch = async (asked, init) => {
      const answer = await fetch(asked, init);
      const sent = new Headers(init?.headers);
      if (!sent.has('rsc') || sent.has('next-router-prefetch')) return answer;
      const lines = (await answer.text()).split('\n');
      const last = lines.findLastIndex((line) => new RegExp(element).test(line));
      const rest = lines.filter((_, index) => index !== last).join('\n');
      const body = new ReadableStream({
        start: (stream) => stream.enqueue(new TextEncoder().encode(rest)),
      });
      const open = new Response(body, { status: answer.status, headers: answer.headers });
      return Object.defineProperty(open, 'url', { value: answer.url }); // where Next sees whether it was led elsewhere
    };
  }, ELEMENT.source);
  await arriveBy(page, path, (route) => route.continue());
}

/** The server fails over the page itself: the longest line of its answer says so instead of what the page is. */
function fail(page: Page, path: string): Promise<void> {
  return arriveBy(page, path, async (route) => {
    const answer = await route.fetch();
    const lines = (await answer.text()).split('\n');
    const longest = lines
      .filter((line) => ELEMENT.test(line))
      .sort((one, other) => other.length - one.length)[0];
    const failed = lines.map((line) =>
      line === longest ? `${line.split(':')[0]}:E{"digest":"shown"}` : line,
    );
    await route.fulfill({ response: answer, body: failed.join('\n') });
  });
}

/** What the page came with is asked for again when somebody looks at it again, and once more before it says so. */
async function loseServer(page: Page): Promise<void> {
  for (const address of ASKED_AGAIN) await page.route(address, (route) => route.abort());
  await page.reload();
  await page.waitForTimeout(1_000);
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await page.getByRole('alert').filter({ visible: true }).first().waitFor();
}

async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.waitForTimeout(300);
}
