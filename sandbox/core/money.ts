/** Digits after the point in a currency: 2 for EUR, none for JPY. */
export function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Whole units to minor units. */
export function minor(whole: number, currency: string): number {
  return Math.round(whole * 10 ** digitsOf(currency));
}

/** 12345 of EUR is "123.45", of JPY "12345". */
export function decimal(amount: number, currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return String(amount);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  return `${amount < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Minor units as the channel's whole-number field gives them. */
export function rounded(amount: number, currency: string): number {
  return Math.round(amount / 10 ** digitsOf(currency));
}

/** For people: "€123.45". */
export function shown(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount / 10 ** digitsOf(currency));
}
