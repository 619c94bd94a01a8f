import { minorDigits } from '#lib/kernel/currency.ts';

/** @param amount minor units */
export function sayMoney(locale: string, amount: number, currency: string): string {
  const words = new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, { style: 'currency', currency });
  return words.format(amount / 10 ** minorDigits(currency));
}
