import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBrowser } from '#tests/support/browser.ts';
import { inDays } from './feeds.ts';
import { ask, asOwner, newProperty, takenNights, type Visit, visit } from './person.ts';

let browser: Browser;
let someone: Visit;
/** Two houses of one unit each. */
let mill: string;
let barn: string;
beforeAll(async () => {
  browser = await openBrowser();
  someone = await visit(browser);
  await asOwner(someone);
  mill = await newProperty(someone, 'Mill House');
  barn = await newProperty(someone, 'The Barn');
});
afterAll(() => browser.close());

const Made = z.object({ id: z.string() });
const WithUnits = z.object({ units: z.array(z.object({ id: z.string() })) });

async function book(unit: string, name: string, from: number, to: number): Promise<void> {
  const answer = await ask(someone, 'POST', '/api/reservations', {
    unitId: unit,
    checkIn: inDays(from),
    checkOut: inDays(to),
    guest: { name },
  });
  Made.parse(await answer.json());
}

async function openCalendar({ page, t }: Visit): Promise<void> {
  await page.goto(`/calendar?from=${inDays(0)}&zoom=2w`, { waitUntil: 'networkidle' });
  await page.getByRole('grid', { name: t('timeline.gridLabel') }).waitFor();
}

async function boxOf(page: Page, name: string) {
  const box = await page.locator('[data-bar]', { hasText: name }).first().boundingBox();
  if (!box) throw new Error(`${name} is not drawn`);
  return box;
}

/** The height of a row's middle: its name stands there. */
async function rowOf(page: Page, name: string): Promise<number> {
  const box = await page.getByRole('rowheader', { name }).boundingBox();
  if (!box) throw new Error(`${name} has no row`);
  return box.y + box.height / 2;
}

async function dayWidth(page: Page): Promise<number> {
  const box = await boxOf(page, 'Camille');
  return box.width / 3;
}

const nights = (unit: string) => takenNights(someone, unit, inDays(0), inDays(28));
const dialog = ({ page }: Visit) => page.getByRole('dialog');

describe('a bar that is moved', () => {
  it('by mouse goes to another unit once it is asked, and comes back by undo', async () => {
    const { page, t } = someone;
    await book(mill, 'Camille Moreau', 2, 5);
    await openCalendar(someone);
    const [box, there] = [await boxOf(page, 'Camille'), await rowOf(page, 'The Barn')];
    await page.mouse.move(box.x + box.width / 2, box.y + 14);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 8, there, { steps: 6 });
    await page.locator('[data-held-card]').getByText(t('moves.free'), { exact: true }).waitFor();
    // Held, and not done: nobody was told of anything.
    expect(await nights(barn)).toEqual([]);
    await page.mouse.up();
    await dialog(someone).getByText('The Barn').waitFor();
    await dialog(someone)
      .getByRole('button', { name: t('moves.move'), exact: true })
      .click();
    await page.getByText(t('moves.moved', { who: 'Camille Moreau' })).waitFor();
    expect(await nights(barn)).toEqual([2, 3, 4].map(inDays));
    expect(await nights(mill)).toEqual([]);
    await page.getByRole('button', { name: t('common.undo') }).click();
    await page.getByText(t('moves.movedBack', { who: 'Camille Moreau' })).waitFor();
    expect(await nights(mill)).toEqual([2, 3, 4].map(inDays));
    expect(await nights(barn)).toEqual([]);
  });

  it('by mouse is pulled longer at its end, and Escape lets go', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    const [box, day] = [await boxOf(page, 'Camille'), await dayWidth(page)];
    const end = { x: box.x + box.width - 3, y: box.y + 14 };
    await page.mouse.move(end.x, end.y);
    await page.mouse.down();
    await page.mouse.move(end.x + 2 * day, end.y, { steps: 6 });
    await page.locator('[data-held]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-held]').waitFor({ state: 'detached' });
    await page.mouse.up();
    expect(await dialog(someone).count()).toBe(0);
    await page.mouse.move(end.x, end.y);
    await page.mouse.down();
    await page.mouse.move(end.x + 2 * day, end.y, { steps: 6 });
    await page.mouse.up();
    await dialog(someone)
      .getByRole('button', { name: t('moves.move'), exact: true })
      .click();
    await page
      .getByText(t('moves.moved', { who: 'Camille Moreau' }))
      .first()
      .waitFor();
    expect(await nights(mill)).toEqual([2, 3, 4, 5, 6].map(inDays));
  });

  it('is not the one beside the nights kept free for preparation, which nobody moves', async () => {
    const { page } = someone;
    const cottage = await newProperty(someone, 'Prepared Cottage');
    const property = await ask(someone, 'GET', `/api/properties/${cottage}`);
    const [unit] = WithUnits.parse(await property.json()).units;
    const kept = await ask(someone, 'PATCH', `/api/units/${unit?.id}`, { preparationNights: 2 });
    expect(kept.status()).toBe(200);
    await book(cottage, 'Noor Haddad', 3, 6);
    await openCalendar(someone);
    const preparation = page.locator(`[data-unit="${unit?.id}"] .dotted`).last();
    const box = await preparation.boundingBox();
    if (!box) throw new Error('no preparation is drawn');
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 90, at.y, { steps: 6 });
    await page.waitForTimeout(100); // what is not to come has had its time
    expect(await page.locator('[data-held]').count()).toBe(0);
    await page.mouse.up();
    expect(await nights(cottage)).toEqual(expect.arrayContaining([3, 4, 5].map(inDays)));
  });

  it('says on a taken place who is there, and stays where it was', async () => {
    const { page, t } = someone;
    await book(barn, 'Jonas Weber', 3, 6);
    await openCalendar(someone);
    const [box, there] = [await boxOf(page, 'Camille'), await rowOf(page, 'The Barn')];
    await page.mouse.move(box.x + box.width / 2, box.y + 14);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 8, there, { steps: 6 });
    // Somebody else books meanwhile: it is drawn, and what is held stays in the hand.
    await book(barn, 'Late Guest', 9, 11);
    await page.locator('[data-bar]', { hasText: 'Late Guest' }).first().waitFor();
    expect(await page.locator('[data-held]').count()).toBe(1);
    await page.mouse.up();
    await dialog(someone).getByText(t('moves.refused.taken')).waitFor();
    expect(await dialog(someone).textContent()).toContain('Jonas Weber');
    expect(
      await dialog(someone)
        .getByRole('button', { name: t('moves.move'), exact: true })
        .count(),
    ).toBe(0);
    await dialog(someone)
      .getByRole('button', { name: t('moves.putBack') })
      .click();
    expect(await nights(mill)).toEqual([2, 3, 4, 5, 6].map(inDays));
  });
});

/** Goes to a night of a unit's row by arrows alone. */
async function goTo(page: Page, row: string, night: string): Promise<void> {
  await page.locator('[role=gridcell][tabindex="0"]').focus();
  const at = () =>
    page.evaluate(() => {
      const cell = document.activeElement;
      const line = cell?.closest('[role=row]');
      const night = cell instanceof HTMLElement ? cell.dataset.night : undefined;
      return { night: night ?? '', row: line?.querySelector('[role=rowheader]')?.textContent ?? '' };
    });
  // A machine that is busy takes longer than a second for a few keys; focus that was lost would never get there.
  const patience = { timeout: 5_000 };
  await expect
    .poll(async () => {
      const { row: here } = await at();
      if (!here.includes(row)) await page.keyboard.press('ArrowDown');
      return here;
    }, patience)
    .toContain(row);
  await expect
    .poll(async () => {
      const { night: here } = await at();
      if (here !== night) await page.keyboard.press(here < night ? 'ArrowRight' : 'ArrowLeft');
      return here;
    }, patience)
    .toBe(night);
}

describe('by keys alone', () => {
  it('a stay is picked up, moved, asked about and put down', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await goTo(page, 'Mill House', inDays(3));
    await page.keyboard.press('m');
    const said = page.locator('[aria-live=assertive].sr-only');
    await expect
      .poll(() => said.allTextContents())
      .toContain(t('moves.aloud.picked', { who: 'Camille Moreau' }));
    // Ten days later, on the other unit, a night shorter.
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.locator('[data-held-card]').getByText(t('moves.free'), { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    const move = dialog(someone).getByRole('button', { name: t('moves.move'), exact: true });
    await expect.poll(() => move.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page
      .getByText(t('moves.moved', { who: 'Camille Moreau' }))
      .first()
      .waitFor();
    expect(await nights(barn)).toEqual([3, 4, 5, 9, 10, 12, 13, 14, 15].map(inDays));
    expect(await nights(mill)).toEqual([]);
    await page.keyboard.press('Control+z');
    await page.getByText(t('moves.movedBack', { who: 'Camille Moreau' })).waitFor();
    expect(await nights(mill)).toEqual([2, 3, 4, 5, 6].map(inDays));
  });

  it('what is held is put back by Escape', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await goTo(page, 'Mill House', inDays(3));
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-held]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-held]').waitFor({ state: 'detached' });
    expect(await dialog(someone).count()).toBe(0);
    await expect
      .poll(() => page.locator('[aria-live=assertive].sr-only').allTextContents())
      .toContain(t('moves.aloud.back'));
  });

  it('the form in the panel does the same, and says what it does while one types', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await goTo(page, 'Mill House', inDays(3));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: t('moves.change') }).press('Enter');
    const form = page.getByRole('form', { name: t('moves.change') });
    await form.getByLabel(t('timeline.departure')).fill(inDays(8));
    await form.getByText(t('moves.priceStays')).waitFor();
    await form.getByRole('button', { name: t('moves.move'), exact: true }).press('Enter');
    await page
      .getByText(t('moves.moved', { who: 'Camille Moreau' }))
      .first()
      .waitFor();
    expect(await nights(mill)).toEqual([2, 3, 4, 5, 6, 7].map(inDays));
  });
});

describe('a block', () => {
  it('says what it is for, can be taken back, changed and opened again', async () => {
    const { page, t } = someone;
    await openCalendar(someone);
    await page.keyboard.press('b');
    const form = dialog(someone);
    await form.getByLabel(t('timeline.unit')).selectOption({ label: 'The Barn' });
    await form.getByLabel(t('timeline.firstNight')).fill(inDays(12));
    await form.getByLabel(t('timeline.openFrom')).fill(inDays(14));
    await form.getByLabel(t('timeline.blockKinds.maintenance')).check({ force: true });
    await form.getByRole('button', { name: t('timeline.block'), exact: true }).click();
    await page.getByText(t('timeline.blocked')).waitFor();
    expect(await nights(barn)).toEqual([3, 4, 5, 9, 10, 12, 13].map(inDays));
    await page
      .locator('[data-bar]', { hasText: t('timeline.blockKinds.maintenance') })
      .first()
      .click();
    await page.getByRole('button', { name: t('moves.changeBlock'), exact: true }).click();
    await page.getByLabel(t('timeline.openFrom')).fill(inDays(15));
    await page.getByRole('button', { name: t('moves.saveBlock'), exact: true }).click();
    await page.getByText(t('moves.saved')).waitFor();
    expect(await nights(barn)).toEqual([3, 4, 5, 9, 10, 12, 13, 14].map(inDays));
    await page.keyboard.press('Control+z');
    await page.getByText(t('moves.savedBack')).waitFor();
    expect(await nights(barn)).toEqual([3, 4, 5, 9, 10, 12, 13].map(inDays));
    await page.getByRole('button', { name: t('timeline.openNights') }).click();
    await page.getByText(t('timeline.opened')).first().waitFor();
    expect(await nights(barn)).toEqual([3, 4, 5, 9, 10].map(inDays));
  });
});

describe('on a phone', () => {
  it('what is filtered shows a dot and stands in the address, and a stay has its actions', async () => {
    const phone = await visit(browser, { phone: true });
    const { page, t } = phone;
    await phone.context.addCookies(await someone.context.cookies());
    await page.goto('/calendar', { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: t('moves.agenda.filter'), exact: true }).click();
    await dialog(phone).getByLabel(t('timeline.unit'), { exact: true }).selectOption({ label: 'Mill House' });
    await dialog(phone)
      .getByRole('button', { name: t('moves.agenda.done'), exact: true })
      .click();
    // Told once the page has drawn it.
    await expect.poll(() => new URL(page.url()).searchParams.get('unit')).toMatch(/^unt_/);
    await page.getByRole('button', { name: t('moves.agenda.filtered', { count: 1 }) }).waitFor();
    await page.reload({ waitUntil: 'networkidle' });
    await page.getByRole('button', { name: t('moves.agenda.filtered', { count: 1 }) }).waitFor();
    expect(await page.getByText('Jonas Weber').count()).toBe(0);
    await page
      .getByRole('button', { name: t('moves.agenda.actions', { who: 'Camille Moreau' }) })
      .first()
      .click();
    await dialog(phone)
      .getByRole('button', { name: t('moves.change') })
      .click();
    await page
      .getByRole('form', { name: t('moves.change') })
      .getByLabel(t('timeline.departure'))
      .waitFor();
    await phone.context.close();
  });
});
