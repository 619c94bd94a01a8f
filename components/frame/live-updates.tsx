'use client';

import { useLiveUpdates } from '#components/api/live.ts';

/** Keeps whatever page is open as new as the server knows it. */
export function LiveUpdates() {
  useLiveUpdates();
  return null;
}
