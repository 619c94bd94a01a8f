'use client';

import { useState } from 'react';
import { afterPaint } from './after-paint.ts';

/**
 * Closes in two steps what lies over a page: it cannot be seen at the next paint, and is gone after it. Letting a page that
 * is as large as a calendar be scrolled and pressed again takes a while, for which nobody who pressed Esc should wait.
 * @returns whether it is on its way out, and what to tell instead of `onOpenChange`
 */
export function useSoftClose(onOpenChange: (open: boolean) => void) {
  const [isGoing, setGoing] = useState(false);
  const change = (open: boolean) => {
    if (open) return onOpenChange(true);
    if (isGoing) return;
    setGoing(true);
    afterPaint(() => {
      setGoing(false); // where it must stay it is seen again
      onOpenChange(false);
    });
  };
  return [isGoing, change] as const;
}
