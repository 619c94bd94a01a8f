import type { AppliedCounts } from './apply-reservations.ts';
import type { AppliedWhole } from './apply-whole.ts';

/** @param unreadable of the same answer */
export function countsOf(applied: readonly AppliedWhole[], unreadable = 0): AppliedCounts {
  const count = (...outcomes: string[]) => applied.filter((one) => outcomes.includes(one.outcome)).length;
  return {
    created: count('created'),
    updated: count('updated', 'revived'),
    cancelled: count('cancelled'),
    unreadable: unreadable + count('refused'),
  };
}
