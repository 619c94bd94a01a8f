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
  const heard = useRef<readonly Event[]>([]);
  const isHere = Layer !== null;
  useEffect(() => {
    if (isHere) return;
    let isAsked = false;
    function ask(): void {
      import('./move-layer.tsx').then(
        ({ MoveLayer }) => {
          if (performance.now() - (heard.current[0]?.timeStamp ?? 0) > MEANT_MS) heard.current = [];
          setLayer(() => MoveLayer);
        },
        () => {
          heard.current = [];
          setTimeout(() => {
            isAsked = false;
          }, AGAIN_MS);
        },
      );
    }
    function onSign(event: Event): void {
      if (PRESSES.some((type) => type === event.type)) heard.current = [event];
      if (RELEASES.some((type) => type === event.type)) heard.current = [...heard.current.slice(0, 1), event];
      if (isAsked) return;
      isAsked = true;
      afterPaint(ask);
    }
    for (const sign of SIGNS) window.addEventListener(sign, onSign, { capture: true, passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, onSign, true);
    };
  }, [isHere]);
  return Layer ? <Layer rows={rows} heard={heard} /> : null;
}
