import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { plainFaults, seriousFaults } from './look.ts';
import { ask, asOwner, leave, newProperty, type Visit, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** That many nights from today in Paris. */
const night = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString();

/** Tab until the control of this name has the focus. */
async function reach({ page }: Visit, name: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      const labels = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels : null;
      return at?.getAttribute('aria-label') ?? (labels?.[0] ?? at)?.textContent ?? '';
    });
    if (focused.trim().startsWith(name)) return;
  }
  throw new Error(`no way to ${name} by Tab`);
}

it('a cleaner gets a link, made and revoked by keyboard alone, and sees the week on a phone without a script', async () => {
  const owner = await visit(browser);
  await asOwner(owner);
  const { page, t } = owner;
  const unitId = await newProperty(owner, 'Mill House');
  const guest = { name: 'Camille Moreau', phone: '+33 6 12 34 56 78' };
  const stays = [
    { unitId, checkIn: night(0), checkOut: night(1), guest },
    { unitId, checkIn: night(1), checkOut: night(4), guest: { name: 'Jonas Weber' } },
  ];
  for (const stay of stays) expect((await ask(owner, 'POST', '/api/reservations', stay)).status()).toBe(201);

  await page.goto('/');
  await reach(owner, t('turnovers.share.open'));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(t('turnovers.share.none')).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.type('Marta');
  await reach(owner, t('turnovers.share.make'));
  await page.keyboard.press('Enter');
  const link = await dialog.getByLabel(t('turnovers.share.link')).inputValue();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  const cleaner = await visit(browser, { phone: true });
  await cleaner.page.goto(link);
  await cleaner.page.getByRole('heading', { name: t('turnovers.page.title') }).waitFor();
  expect(await seriousFaults(cleaner.page)).toEqual([]);
  expect(await plainFaults(cleaner.page)).toEqual([]);
  // biome-ignore lint/performance/useDomNodeTextContent: what is seen; days that are not shown do not count
  const text = () => cleaner.page.locator('body').innerText();
  expect(await text()).toContain('Camille');
  expect(await text()).not.toContain('Jonas');
  // The days are all in the page: the network is gone, and they still change.
  await cleaner.context.setOffline(true);
  await cleaner.page.keyboard.press('Tab');
  await cleaner.page.keyboard.press('ArrowRight');
  expect(await text()).toContain('Jonas');
  expect(await text()).toContain(t('turnovers.page.turnover', { hours: '4 h' }));
  await cleaner.page.keyboard.press('ArrowRight');
  expect(await text()).toContain(t('turnovers.page.nobody'));
  expect(await text()).not.toMatch(/Moreau|Weber|\+33/);
  await cleaner.context.setOffline(false);

  // The focus came back to the button that opened the dialog.
  await page.keyboard.press('Enter');
  await dialog.getByText(t('turnovers.share.allOf')).waitFor();
  await reach(owner, t('turnovers.share.revokeOf', { name: 'Marta' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter'); // the button that does it has the focus
  await dialog.getByText(t('turnovers.share.none')).waitFor();
  await cleaner.page.reload();
  await cleaner.page.getByRole('heading', { name: t('turnovers.page.goneTitle') }).waitFor();
  expect(await seriousFaults(cleaner.page)).toEqual([]);
  await leave(cleaner, /status of 404/);
  await leave(owner);
});

it('today and tomorrow go on paper as one page each, in Russian too', async () => {
  const someone = await visit(browser, { language: 'ru' });
  await asOwner(someone);
  const { page, t } = someone;
  await newProperty(someone, 'Mill House');
  await page.goto('/');
  await page.getByRole('button', { name: t('turnovers.share.print') }).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: t('turnovers.share.print') }).isVisible()).toBe(false);
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
  expect(await page.getByRole('heading', { name: t('home.day.today') }).isVisible()).toBe(true);
  const paper = (await page.pdf({ format: 'A4' })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
  await leave(someone);
});
