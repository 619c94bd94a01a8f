'use client';

import { useFreshWhile } from '#components/frame/use-fresh.ts';

/** Reads a page of the server again while something on it is under way. */
export function FreshWhile({ active }: { active: boolean }) {
  useFreshWhile(active, 2000);
  return null;
}
