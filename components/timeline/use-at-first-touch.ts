'use client';

import { useEffect } from 'react';

const SIGNS = ['pointermove', 'pointerdown', 'keydown'] as const;

/** Fetches what answers to a hand with the first sign of one, so that it is there before it is needed. @param load stays the same */
export function useAtFirstTouch(load: () => Promise<unknown>): void {
  useEffect(() => {
    const end = () => {
      for (const sign of SIGNS) window.removeEventListener(sign, touched, true);
    };
    function touched(): void {
      end();
      load().catch(() => {}); // asked for again where it is needed, which then says so
    }
    for (const sign of SIGNS) window.addEventListener(sign, touched, { capture: true, passive: true });
    return end;
  }, [load]);
}
