const STEPS = 200_000_000;

/**
 * Milliseconds that the same piece of work takes here and now. A machine that others share changes its speed twofold within
 * minutes: times measured at two hours can only be compared beside what this took at each.
 */
export function yardstick(): number {
  const began = performance.now();
  let sum = 0;
  for (let step = 0; step < STEPS; step++) sum += step % 7;
  const took = performance.now() - began;
  if (sum === 0) throw new Error('invariant: the work was done');
  return Math.round(took);
}
