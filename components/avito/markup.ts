import { parsePercent } from '#components/rates/model.ts';
import { priceFor, type Rounding } from '#lib/kernel/pricing.ts';
import type { NightPrice } from './shapes.ts';

export const AVITO_CURRENCY = 'RUB';
/** Avito takes whole roubles. */
const STEP = 100;
const MOST_BP = 10_000;
export const SHOWN_NIGHTS = 3;

/** What was typed, in hundredths of a percent; null where it is no markup from 0 to 100. */
export function markupOf(text: string): number | null {
  const bp = parsePercent(text);
  return bp !== null && bp >= 0 && bp <= MOST_BP ? bp : null;
}

export type Shown = { readonly night: string; readonly here: number; readonly there: number };

/** The nights that have a price, with what Avito is told for them: worked out as it is when it is sent. */
export function previewOf(nights: readonly NightPrice[], markupBp: number, rounding: Rounding): Shown[] {
  return nights.flatMap(({ night, price }) => {
    if (price === null || price.currency !== AVITO_CURRENCY || price.amount <= 0) return [];
    const there = priceFor(price.amount, { markupBp, rounding, step: STEP, currency: AVITO_CURRENCY });
    return [{ night, here: price.amount, there }];
  });
}
