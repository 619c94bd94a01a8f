import type { Browser } from 'playwright-core';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { untilItHears } from './open-calendar.ts';
import { type OwnApp, startOwnApp } from './own-app.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
let app: OwnApp;
let someone: Visit;
beforeAll(async () => {
  browser = await openBrowser();
  app = await startOwnApp();
  someone = await visit(browser, { appUrl: app.appUrl });
  await asOwner(someone, app);
  await newProperty(someone, 'Mill House');
});
afterAll(async () => {
  await leave(someone);
  await app.stop();
  await browser.close();
});
beforeEach(() => someone.page.goto('/settings/you', { waitUntil: 'networkidle' }));

/** Where React puts what comes after the page around it. */
const LATER = '<div hidden id="S:';
const SKELETON = 'section.timeline[aria-busy]';

/** Nobody reads a block meanwhile, and so neither home nor the calendar is ready. */
async function whileBlocksAreLocked(work: (release: () => Promise<void>) => Promise<void>): Promise<void> {
  const sql = postgres(app.databaseUrl, { max: 1 });
  await sql`begin`;
  await sql`lock table blocks in access exclusive mode`;
  let isHeld = true;
  const release = async () => {
    if (isHeld) await sql`rollback`;
    isHeld = false;
  };
  try {
    await work(release);
  } finally {
    await release();
    await sql.end();
  }
}

describe('who opens a page by its address', () => {
  it.each([
    ['/calendar', 'role="grid"'],
    ['/', 'Mill House'],
  ])('gets %s whole, so that it is drawn once and before any script', async (path, part) => {
    // What takes long to be read comes in two parts, also where the whole machine stood still: then it is asked again.
    const isInParts = async () => {
      const answer = await someone.context.request.get(path, { headers: { accept: 'text/html' } });
      const html = await answer.text();
      expect(html).toContain(part);
      return html.includes(LATER);
    };
    await expect.poll(isInParts).toBe(false);
  });

  it('sees where it will stand as long as it is read, and then the page', async () => {
    const { page } = someone;
    await whileBlocksAreLocked(async (release) => {
      await page.goto('/calendar', { waitUntil: 'commit' });
      await page.locator(SKELETON).waitFor();
      expect(await page.getByRole('grid').count()).toBe(0);
      await release();
      await page.getByRole('grid').waitFor();
      expect(await page.locator(SKELETON).count()).toBe(0);
    });
  });
});

it('who follows a link sees where it will stand at once, and then the page', async () => {
  const { page, t } = someone;
  await whileBlocksAreLocked(async (release) => {
    await page.getByRole('link', { name: t('nav.calendar'), exact: true }).click();
    await page.locator(SKELETON).waitFor();
    await release();
    await page.getByRole('grid').waitFor();
    expect(await page.locator(SKELETON).count()).toBe(0);
  });
});

it('who goes from page to page never has a tab without a name', async () => {
  const { page, t } = someone;
  await page.evaluate(() => {
    const names = new Set<string>();
    const seen = new MutationObserver(() => names.add(document.title));
    seen.observe(document.head, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { names });
  });
  for (const place of ['reservations', 'calendar', 'settings']) {
    await page.getByRole('link', { name: t(`nav.${place}`), exact: true }).click();
    await page.waitForURL(`**/${place}*`);
    await page.waitForLoadState('networkidle');
    await expect.poll(() => page.title()).not.toBe('Latchkey');
  }
  const names = await page.evaluate(() => [...(window as unknown as { names: Set<string> }).names]); // put there above
  expect(names).toContain(`${t('nav.calendar')} · Latchkey`);
  expect(names).not.toContain('');
});

it('a browser that asks for an icon where no page names one gets ours', async () => {
  const answer = await someone.context.request.get('/favicon.ico');
  expect(answer.headers()['content-type']).toContain('image/svg+xml');
  expect(await answer.text()).toContain('<svg');
});

it('a page that came whole keeps what is open in it over a new reading', async () => {
  const { page, t } = someone;
  await page.goto('/calendar', { waitUntil: 'networkidle' });
  await untilItHears(page);
  await page.keyboard.press('n');
  const guest = page.getByRole('dialog').getByLabel(t('timeline.guestName'), { exact: true });
  await guest.fill('Camille Moreau');
  expect((await ask(someone, 'PATCH', '/api/organization', { name: 'Read Anew' })).ok()).toBe(true);
  await page.evaluate(() => {
    // Next's own router, which it hangs there for its tools.
    const { next } = window as unknown as { next: { router: { refresh: () => void } } };
    next.router.refresh();
  });
  await page.getByText('Read Anew').first().waitFor({ state: 'attached' });
  expect(await guest.inputValue()).toBe('Camille Moreau');
  await page.keyboard.press('Escape');
});
