'use client';

import { useEffect, useRef } from 'react';

/**
 * Whoever comes back from Avito stands at the top of a long page: under the dialog it is brought to this part, and after the
 * dialog the keyboard is here too. So it is where the button that opened the dialog has made room for what it connected.
 */
export function useBroughtHere(cameBack: boolean, dialogIsOpen: boolean): void {
  const wasOpen = useRef(false);

  useEffect(() => {
    if (cameBack) part()?.scrollIntoView({ block: 'start' });
  }, [cameBack]);

  useEffect(() => {
    if (wasOpen.current && !dialogIsOpen) {
      // The dialog gives the focus back first, where there is something to give it to.
      const timer = setTimeout(() => {
        if (document.activeElement === document.body) part()?.querySelector('button')?.focus();
      }, 300);
      return () => clearTimeout(timer);
    }
    wasOpen.current = dialogIsOpen;
  }, [dialogIsOpen]);
}

function part(): HTMLElement | null {
  return document.getElementById('avito');
}
