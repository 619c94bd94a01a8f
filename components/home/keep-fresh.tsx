'use client';

import { useFreshWhile } from '#components/frame/use-fresh.ts';

/** Times and evidence on a page that is left open all day stay true. */
export function KeepFresh({ isSyncing }: { isSyncing: boolean }) {
  useFreshWhile(!isSyncing, 60_000);
  useFreshWhile(isSyncing, 2500);
  return null;
}
