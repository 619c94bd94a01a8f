'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTransition } from 'react';
import { addDays } from '#components/format/days.ts';
import { LEAD_DAYS, type Span, ZOOM_DAYS, type Zoom } from './timeline-layout.ts';

/** The position lives in the address, so that it can be sent to somebody and comes back with "back". */
export function usePlace(span: Span, zoom: Zoom, today: string) {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [pending, startTransition] = useTransition();

  function go(change: Record<string, string | null>) {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries(change)) {
      if (value === null) next.delete(key);
      else next.set(key, value);
    }
    startTransition(() => router.replace(`${path}?${next}`, { scroll: false }));
  }

  return {
    pending,
    go,
    move: (direction: 1 | -1) => go({ from: addDays(span.from, direction * ZOOM_DAYS[zoom].step) }),
    toToday: () => go({ from: addDays(today, -LEAD_DAYS) }),
  };
}
