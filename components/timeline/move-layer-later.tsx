'use client';

import { useEffect, useRef, useState } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import type { Row } from './rows.ts';

const PRESSES = ['pointerdown', 'keydown'] as const;
const RELEASES = ['pointerup', 'pointercancel'] as const;
const SIGNS = ['pointermove', ...PRESSES, ...RELEASES] as const;
/** After it could not be fetched. */
const AGAIN_MS = 3_000;

/** What was pressed longer ago is not waited for any more. */
const MEANT_MS = 1_000;

type Layer = typeof import('./move-layer.tsx').MoveLayer;

/**
 * What moves bars is fetched with the first sign of a hand: nobody needs it to look at the nights. What is pressed until it
 * is here is handed to it.
 */
export function MoveLayerLater({ rows }: { rows: readonly Row[] }) {
  const [Layer, setLayer] = useState<Layer | null>(null);
  const pressed = useRef<Event | null>(null);
  const isHere = Layer !== null;
  useEffect(() => {
    if (isHere) return;
    let isAsked = false;
    function ask(): void {
      import('./move-layer.tsx').then(
        ({ MoveLayer }) => {
          if (performance.now() - (pressed.current?.timeStamp ?? 0) > MEANT_MS) pressed.current = null;
          setLayer(() => MoveLayer);
        },
        () => {
          pressed.current = null;
          setTimeout(() => {
            isAsked = false;
          }, AGAIN_MS);
        },
      );
    }
    function onSign(event: Event): void {
      if (PRESSES.some((type) => type === event.type)) pressed.current = event;
      if (RELEASES.some((type) => type === event.type)) pressed.current = null;
      if (isAsked) return;
      isAsked = true;
      afterPaint(ask);
    }
    for (const sign of SIGNS) window.addEventListener(sign, onSign, { capture: true, passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, onSign, true);
    };
  }, [isHere]);
  return Layer ? <Layer rows={rows} first={pressed} /> : null;
}
