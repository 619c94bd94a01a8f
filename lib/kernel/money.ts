import { z } from 'zod';

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
