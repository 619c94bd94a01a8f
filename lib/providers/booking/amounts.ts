import { CurrencySchema, type Money, moneyFromDecimal } from '#lib/kernel/money.ts';
import { attribute } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';

/** An amount as it was told: null where it is in no form that can be read. */
export type Told = { readonly money: Money; readonly isBeforeTax: boolean };
export type Warn = (warning: string) => void;

const DIGITS = /^[+-]?\d{1,18}$/;
const DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,6})?$/;

/**
 * The amount of a Total, Base or CommissionPayableAmount: AmountAfterTax, or AmountBeforeTax where that is all there is (the
 * property's tax setting decides which). With DecimalPlaces it is a whole number of the smallest coin of that many places
 * ("12345" and 2 is 123.45; not always 2, 0 for yen); without it, or with a point in it, a plain decimal.
 * @param currency of something around it, where it names none itself
 * @returns null where there is no amount; or none that can be read, which is warned of
 */
export function amountOf(
  element: XmlElement | null,
  currency: string | null,
  warn: Warn,
  what: string,
): Told | null {
  if (element === null) return null;
  const after = attribute(element, 'AmountAfterTax');
  const text = after ?? attribute(element, 'AmountBeforeTax') ?? attribute(element, 'Amount');
  if (text === null) return null;
  const code = currencyOf(attribute(element, 'CurrencyCode')) ?? currency;
  const decimal = decimalOf(text, attribute(element, 'DecimalPlaces'));
  const money = code === null || decimal === null ? null : moneyFromDecimal(decimal, code);
  if (money !== null) return { money, isBeforeTax: after === null };
  warn(code === null ? `${what}: in no currency` : `${what}: an amount that cannot be read`);
  return null;
}

function decimalOf(text: string, places: string | null): string | null {
  const plain = text.replace(/^\+/, '');
  if (places === null || text.includes('.')) return DECIMAL.test(text) ? plain : null;
  if (!DIGITS.test(text) || !/^[0-6]$/.test(places)) return null;
  const count = Number(places);
  if (count === 0) return plain;
  const [sign, digits] = plain.startsWith('-') ? ['-', plain.slice(1)] : ['', plain];
  const padded = digits.padStart(count + 1, '0');
  return `${sign}${padded.slice(0, -count)}.${padded.slice(-count)}`;
}

/** A plain decimal of B.XML. */
export function decimalMoney(
  text: string | null,
  currency: string | null,
  warn: Warn,
  what: string,
): Money | null {
  if (text === null) return null;
  const money =
    currency === null || !DECIMAL.test(text) ? null : moneyFromDecimal(text.replace(/^\+/, ''), currency);
  if (money === null)
    warn(currency === null ? `${what}: in no currency` : `${what}: an amount that cannot be read`);
  return money;
}

export function currencyOf(text: string | null): string | null {
  return CurrencySchema.safeParse(text?.toUpperCase()).data ?? null;
}

/** Sums that differ are told, never mended: in a public sample the reservation is not the sum of its rooms. */
export function compareSum(
  total: Money | null,
  parts: readonly (Money | null)[],
  warn: Warn,
  what: string,
): void {
  const sum = sumOf(parts);
  if (total !== null && sum !== null && sum.currency === total.currency && sum.amount !== total.amount)
    warn(`${what} do not add up`);
}

/** Null where one is not known, or where they are in several currencies. */
export function sumOf(parts: readonly (Money | null)[]): Money | null {
  const [first] = parts;
  if (!first) return null;
  let amount = 0;
  for (const part of parts) {
    if (part?.currency !== first.currency) return null;
    amount += part.amount;
  }
  return { amount, currency: first.currency };
}
