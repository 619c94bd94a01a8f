import type { Locator, Page } from 'playwright-core';

/** More stops than any page of these tests has from one thing to the next. */
const STOPS = 120;

/**
 * Walks there by Tab alone, as somebody without a pointer does: what Tab does not reach, they do not have. Where the
 * focus goes round without meeting it, the message says where it has been.
 */
export async function reach(page: Page, to: Locator): Promise<void> {
  await to.waitFor();
  const seen: string[] = [];
  for (let stop = 0; stop <= STOPS; stop++) {
    if (await to.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    seen.push(
      await page.evaluate(() => {
        const at = document.activeElement;
        return `${at?.tagName.toLowerCase()} ${at?.getAttribute('aria-label') ?? at?.textContent?.slice(0, 30)}`;
      }),
    );
  }
  throw new Error(`Tab does not reach it. It went: ${seen.slice(0, 40).join(' | ')}`);
}

/** Reaches a button, link, tab or box, and presses it. */
export async function press(page: Page, what: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await reach(page, what);
  await page.keyboard.press(key);
}

/** Reaches a field and writes over what stands in it. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Opens a menu and walks down to one of its items. */
export async function fromMenu(page: Page, opener: Locator, item: Locator): Promise<void> {
  await press(page, opener);
  await item.waitFor();
  for (let step = 0; step < 20; step++) {
    if (await item.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error('The arrows do not reach the item of the menu.');
}

/** Of radio buttons, one of which Tab reaches, walks to this one. */
export async function choose(page: Page, radio: Locator): Promise<void> {
  const group = page.locator(`input[type=radio][name="${await radio.getAttribute('name')}"]`);
  const count = await group.count();
  const isHere = () => group.evaluateAll((all) => all.some((one) => one === document.activeElement));
  for (let stop = 0; stop <= STOPS && !(await isHere()); stop++) await page.keyboard.press('Tab');
  for (let step = 0; step <= count; step++) {
    if (await radio.isChecked()) return;
    await page.keyboard.press(step === 0 && !(await group.first().isChecked()) ? 'Space' : 'ArrowDown');
  }
  throw new Error('The arrows do not reach the choice.');
}
