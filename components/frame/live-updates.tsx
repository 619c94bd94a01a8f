'use client';

import { useLiveUpdates } from '#components/api/live.ts';
import { useTellArrivals } from '#components/live/use-tell-arrivals.ts';

/** Keeps whatever page is open as new as the server knows it, and tells of bookings as they come. */
export function LiveUpdates({ organizationId }: { organizationId: string }) {
  useLiveUpdates(organizationId, useTellArrivals());
  return null;
}
