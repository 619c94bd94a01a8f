import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inDays } from './feeds.ts';
import { addProperty, openBrowser, signUp, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
beforeAll(async () => {
  browser = await openBrowser();
  someone = await visit(browser);
  await signUp(someone);
  await addProperty(someone, 'Mill House');
});
afterAll(() => browser.close());

const from = (page: Page) => new URL(page.url()).searchParams.get('from');

describe('the calendar', () => {
  it('moves by keys, keeps its place in the address, and comes back to today', async () => {
    const { page } = someone;
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
    await page.getByText('Mill House').first().waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => from(page)).toBe(inDays(7));
    await page.reload({ waitUntil: 'networkidle' });
    await expect.poll(() => from(page)).toBe(inDays(7));
    await page.keyboard.press('t');
    await expect.poll(() => from(page)).toBe(inDays(-3));
  });

  it('takes a booking by hand from a drag over empty nights', async () => {
    const { page, t } = someone;
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
    const cells = page.getByTestId('nights');
    await cells.waitFor();
    const box = await cells.boundingBox();
    if (!box) throw new Error('no row');
    const at = (day: number) => box.x + (box.width / 14) * (day + 0.5);
    await page.mouse.move(at(2), box.y + 12);
    await page.mouse.down();
    await page.mouse.move(at(4), box.y + 12, { steps: 4 });
    await page.mouse.up();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel(t('reservation.checkIn')).inputValue()).toBe(inDays(2));
    expect(await dialog.getByLabel(t('reservation.checkOut')).inputValue()).toBe(inDays(5));
    await dialog.getByLabel(t('reservation.guestName')).fill('Camille Moreau');
    await dialog.getByRole('button', { name: t('newNights.bookingDo'), exact: true }).click();
    await page.getByRole('button', { name: /Camille Moreau/ }).waitFor();
  });

  it('refuses nights that are taken, says which, and saves nothing', async () => {
    const { page, t } = someone;
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: /Camille Moreau/ }).waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('reservation.checkIn')).fill(inDays(4));
    await dialog.getByLabel(t('reservation.checkOut')).fill(inDays(6));
    await dialog.getByLabel(t('reservation.guestName')).fill('Somebody Else');
    await dialog.getByRole('button', { name: t('newNights.bookingDo'), exact: true }).click();
    await dialog.getByText(t('taken.title')).waitFor();
    await dialog.getByText(t('taken.state.held')).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: /Somebody Else/ }).count()).toBe(0);
  });

  it('opens what is clicked beside the rows, and cancels what is ours', async () => {
    const { page, t } = someone;
    await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: /Camille Moreau/ }).click();
    const panel = page.getByRole('complementary', { name: /Camille Moreau/ });
    await panel.getByText(t('journal.action.reservation_created')).waitFor();
    await panel.getByRole('button', { name: t('reservation.cancel') }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('reservation.cancel') })
      .click();
    await page.locator('[data-bar]').waitFor({ state: 'detached' });
  });
});
