/*
 * Money over nights. Nothing is rounded away: each part is the difference of two cumulative shares, so that any run of
 * parts that lie side by side sums to what the run is worth, and all of them to the whole.
 */

/**
 * What parts [from, to) of `parts` equal ones get of a sum, in minor units.
 * @param total an integer; negative for money that went back
 */
export function shareOf(total: number, parts: number, from: number, to: number): number {
  return upTo(total, to, parts) - upTo(total, from, parts);
}

/** A sum by weights that are whole numbers and not negative; by equal parts where all are zero. The result sums to it. */
export function byWeight(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const use = sum > 0 ? weights : weights.map(() => 1);
  const whole = sum > 0 ? sum : weights.length;
  let before = 0;
  return use.map((weight) => {
    const share = upTo(total, before + weight, whole) - upTo(total, before, whole);
    before += weight;
    return share;
  });
}

/** floor(total × part / whole), exactly also where the product leaves the safe integers. */
function upTo(total: number, part: number, whole: number): number {
  const product = total * part;
  if (Number.isSafeInteger(product)) return Math.floor(product / whole);
  const [a, b] = [BigInt(total) * BigInt(part), BigInt(whole)];
  const quotient = a / b;
  return Number(a % b < 0n ? quotient - 1n : quotient);
}
