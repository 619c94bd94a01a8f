import { addNights } from '#lib/kernel/nights.ts';
import type { NightSet, PushListing, PushRange } from '#lib/providers/push-contract.ts';
import { type NightChange, TERMS } from './types.ts';

/**
 * The fewest ranges that say the same, each night in exactly one: neighbours that are to be told the same are one.
 * @param changes in the order of their nights, each once
 */
export function rangesOf(listing: PushListing, changes: readonly NightChange[]): PushRange[] {
  const ranges: PushRange[] = [];
  let last: { range: PushRange; key: string } | null = null;
  for (const { night, set, isCountOnly } of changes) {
    const key = `${keyOf(set)} ${isCountOnly ?? false}`;
    const checkOut = addNights(night, 1);
    if (last && last.key === key && last.range.checkOut === night) {
      last.range = { ...last.range, checkOut };
      ranges[ranges.length - 1] = last.range;
      continue;
    }
    last = {
      range: { listing, checkIn: night, checkOut, set, ...(isCountOnly ? { isCountOnly } : {}) },
      key,
    };
    ranges.push(last.range);
  }
  return ranges;
}

function keyOf(set: NightSet): string {
  return JSON.stringify([set.units ?? null, ...TERMS.map((field) => set[field] ?? null)]);
}
