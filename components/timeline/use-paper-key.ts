'use client';

import { useEffect } from 'react';

/** Ctrl P leads where the printer's button does: the grid draws what is in sight, which on paper would be a part of it. */
export function usePaperKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'p' || event.shiftKey || event.altKey) return;
      const link = document.querySelector<HTMLElement>('.timeline a[href^="/calendar/print"]');
      if (!link || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      link.click();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
