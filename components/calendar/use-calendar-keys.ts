'use client';

import { useEffect } from 'react';

/** ← → T N: unless something is being typed or another layer is open. */
export function useCalendarKeys(keys: {
  earlier: () => void;
  later: () => void;
  today: () => void;
  start: (() => void) | null;
  close: () => void;
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const target = event.target;
      if (
        target instanceof HTMLElement &&
        target.closest('input, select, textarea, [role=dialog], [role=menu]')
      )
        return;
      if (event.key === 'ArrowLeft') keys.earlier();
      else if (event.key === 'ArrowRight') keys.later();
      else if (event.code === 'KeyT') keys.today();
      else if (event.code === 'KeyN' && keys.start) keys.start();
      else if (event.key === 'Escape') keys.close();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [keys]);
}
