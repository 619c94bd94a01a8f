'use client';

import { useCallback, useRef } from 'react';

/** Lets what is across slide in from where it came, when a whole screen changes. Still where a person wishes stillness. */
export function useShift() {
  const box = useRef<HTMLDivElement>(null);
  const shift = useCallback((direction: 1 | -1) => {
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const lanes of box.current?.querySelectorAll('[data-lanes]') ?? []) {
      lanes.animate(
        [
          { transform: `translateX(${direction * 20}px)`, opacity: 0.3 },
          { transform: 'none', opacity: 1 },
        ],
        {
          duration: 160,
          easing: 'cubic-bezier(0.2, 0.7, 0.2, 1)',
        },
      );
    }
  }, []);
  return { box, shift };
}
