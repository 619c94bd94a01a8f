import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays, newPlatform, nightsBetween } from './feeds.ts';
import { ask, asOwner, follow, leave, newProperty, syncNow, takenNights, visit } from './person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A house whose nights Camille booked directly, and a calendar sold some of them again; an attic stands empty. */
async function twoGuests() {
  const someone = await visit(browser);
  await asOwner(someone);
  const house = await newProperty(someone, 'Mill House');
  const attic = await newProperty(someone, 'Attic');
  const stay = { unitId: house, checkIn: inDays(4), checkOut: inDays(7), guest: { name: 'Ines Diaz' } };
  expect((await ask(someone, 'POST', '/api/reservations', stay)).status()).toBe(201);
  const platform = newPlatform('airbnb');
  const booked = await platform.book(5, 8);
  const calendar = await follow(someone, house, platform.link, 'Second seller');
  return { ...someone, house, attic, platform, booked, calendar };
}

/** Walks on by Tab until the focus stands on something of that name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 80; step++) {
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body) return '';
      const labels = at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels : null;
      return `${at?.getAttribute('aria-label') ?? ''} ${at?.textContent ?? ''} ${labels?.[0]?.textContent ?? ''}`;
    });
    if (name.test(here)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${name}`);
}

const named = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

it('a double booking is settled from the inbox to its end by keys alone, and every answer says first what it leads to', async () => {
  const someone = await twoGuests();
  const { page, t, house, attic } = someone;
  await page.goto('/inbox', { waitUntil: 'networkidle' });
  await tabTo(page, named(t('clash.card.settle')));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/conflicts\/cfl_/);
  await page.getByRole('heading', { name: t('clash.do.title') }).waitFor();

  // The advised answer is chosen already; the arrows go from one to the next, and the effect follows.
  await tabTo(page, named(t('clash.do.advised')));
  const opened = page.getByText(/Attic: .* cannot be sold any more/);
  await opened.waitFor();
  for (let step = 0; step < 6; step++) {
    const isAccept = await page
      .getByRole('radio', { name: t('clash.do.accept') })
      .evaluate((radio) => radio instanceof HTMLInputElement && radio.checked);
    if (isAccept) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.getByText(t('clash.effect.noNights')).waitFor();
  expect(await takenNights(someone, attic, inDays(0), inDays(20))).toEqual([]);

  await page.keyboard.press('Home');
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await opened.waitFor();
  await tabTo(page, named(t('clash.to')));
  await tabTo(page, /^ ?Move .* to Attic/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: t('clash.settled.title') }).waitFor();
  // The focus goes on where the question was.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent ?? ''))
    .toContain(t('clash.settled.title'));
  expect(await takenNights(someone, attic, inDays(0), inDays(20))).not.toEqual([]);
  expect(await takenNights(someone, house, inDays(0), inDays(20))).not.toEqual([]);
  await leave(someone);
});

it('what is accepted can be opened again', async () => {
  const someone = await twoGuests();
  const { page, t } = someone;
  await page.goto('/conflicts', { waitUntil: 'networkidle' });
  expect(new URL(page.url()).pathname).toBe('/inbox');
  await page.getByRole('link', { name: t('clash.card.settle') }).click();
  await page.getByRole('radio', { name: t('clash.do.accept') }).check();
  await page.getByRole('button', { name: t('clash.confirm.accept') }).click();
  await page.getByText(t('clash.settled.accepted')).waitFor();
  await page.getByRole('button', { name: t('clash.settled.reopen') }).click();
  await page.getByRole('heading', { name: t('clash.do.title') }).waitFor();
  await leave(someone);
});

it('what is cancelled at the channel ticks itself, and the page says how it ended', async () => {
  const someone = await twoGuests();
  const { page, t, house, platform, booked, calendar } = someone;
  await page.goto(`/conflicts?unit=${house}`, { waitUntil: 'networkidle' });
  await page.waitForURL(/\/conflicts\/cfl_/);
  await page
    .getByRole('radio', { name: /^Cancel .* at Airbnb/ })
    .first()
    .check();
  await page.getByText(t('clash.steps.todo')).waitFor();
  await platform.cancel(booked);
  // Something else stands there still, so the answers are whole; two of them must lack the booking.
  await platform.book(30, 32);
  await syncNow(someone, house, calendar);
  await syncNow(someone, house, calendar);
  await page.getByRole('heading', { name: t('clash.settled.title') }).waitFor();
  await page
    .getByRole('list', { name: t('clash.steps.title') })
    .getByText(t('clash.steps.heard'), { exact: true })
    .waitFor();
  expect(await takenNights(someone, house, inDays(0), inDays(20))).toEqual(nightsBetween(4, 7));
  await leave(someone);
});

it('the evidence prints without anything to press', async () => {
  const someone = await twoGuests();
  const { page, t, house } = someone;
  await page.goto(`/conflicts?unit=${house}`, { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: t('clash.evidence') }).click();
  await page.getByText(t('clash.paper.claim', { letter: 'B' })).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.getByRole('navigation').count()).toBe(0);
  await leave(someone);
});
