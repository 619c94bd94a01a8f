import { decimal, digitsOf } from '../core/money.ts';
import type { Attributes } from '../core/xml.ts';
import type { Hotel } from './world.ts';

/** Which attribute a price is in: by the property's setting. */
function nameOf(hotel: Hotel): string {
  return hotel.taxIncluded ? 'AmountAfterTax' : 'AmountBeforeTax';
}

/** Minor units as an integer with `DecimalPlaces`. */
export function scaled(hotel: Hotel, minor: number): { amount: number; places: number } {
  const digits = digitsOf(hotel.currency);
  const places = hotel.decimalPlaces ?? digits;
  return { amount: Math.round(minor * 10 ** (places - digits)), places };
}

export function integerAmount(hotel: Hotel, minor: number): Attributes {
  const { amount, places } = scaled(hotel, minor);
  return { [nameOf(hotel)]: amount, DecimalPlaces: places, CurrencyCode: hotel.currency };
}

export function decimalAmount(hotel: Hotel, minor: number): Attributes {
  return { [nameOf(hotel)]: decimal(minor, hotel.currency), CurrencyCode: hotel.currency };
}
