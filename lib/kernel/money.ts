import { z } from 'zod';
import { minorDigits } from './currency.ts';

/** Integer minor units of a currency: 40000 JPY is {amount: 40000, currency: 'JPY'}, 12.50 EUR is 1250. */
export type Money = { readonly amount: number; readonly currency: string };

export const CurrencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'an ISO 4217 code of three capitals')
  .meta({ description: 'ISO 4217 code' });

export const MoneySchema = z.object({
  amount: z
    .number()
    .int()
    .min(-9_000_000_000_000)
    .max(9_000_000_000_000)
    .meta({ description: 'Integer minor units' }),
  currency: CurrencySchema,
});

const DECIMAL = /^(-?)(\d{1,16})(?:\.(\d{1,30}))?$/;

/**
 * A decimal text of a channel ("1234.5") as money; what is finer than the currency's smallest coin is rounded half away
 * from zero. Null for anything else ("1e3", "1,234.50", "") and beyond MoneySchema's bounds.
 */
export function moneyFromDecimal(text: string, currency: string): Money | null {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return null;
  const digits = minorDigits(currency);
  const cents = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  const rounded = cents + (Number(fraction[digits] ?? '0') >= 5 ? 1n : 0n);
  const money = { amount: Number(sign === '-' ? -rounded : rounded), currency };
  return MoneySchema.safeParse(money).success ? money : null;
}
