import type { Page } from 'playwright-core';
import { z } from 'zod';

const Answer = z.looseObject({ organizationId: z.string(), now: z.string() });

const NEW = [
  { channel: 'avito', unitName: 'Sea view', propertyName: 'Harbour House', guestName: 'Анна Котова' },
  { channel: 'airbnb', unitName: 'Mill House', propertyName: 'Mill House', guestName: 'Camille Moreau' },
  { channel: 'booking', unitName: null, propertyName: null, guestName: 'Jonas Weber' },
  { channel: 'airbnb', unitName: 'Loft', propertyName: 'Harbour House', guestName: null },
];

/** Lets the page believe that so many bookings came: nothing in the demo changes. */
export function arrive(count: number): (page: Page) => Promise<void> {
  return async (page) => {
    await page.route('**/api/arrivals*', async (route) => {
      const answer = Answer.parse(await (await route.fetch()).json());
      const items = NEW.slice(0, count).map((one, at) => ({
        ...one,
        id: `rsv_shown${at}`,
        at: answer.now,
        kind: 'booked',
        status: at === 0 ? 'pending' : 'confirmed',
        reservationId: `rsv_shown${at}`,
        unitId: one.unitName,
        checkIn: '2026-12-04',
        checkOut: '2026-12-07',
        rooms: 1,
      }));
      await route.fulfill({ json: { ...answer, items } });
    });
    // Where the page that stands there now has told of them already, the next one would not tell of them again.
    await page.addInitScript(() => localStorage.clear());
    await page.reload();
    await page.locator('[data-arrival]').first().waitFor();
  };
}
