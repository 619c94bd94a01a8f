'use client';

import { type PointerEvent, useEffect, useState } from 'react';
import { draggedNights } from './layout.ts';
import type { Span } from './position.ts';

export type Nights = { readonly checkIn: string; readonly checkOut: string };

/**
 * Nights chosen by dragging over the cells of a row with a mouse or pen; a finger scrolls and taps. Escape lets go.
 * @param onDone gets the nights and the cell where the drag ended
 */
export function useDragNights(span: Span, isActive: boolean, onDone: (nights: Nights) => void) {
  const [cells, setCells] = useState<{ from: number; to: number } | null>(null);
  const isDragging = cells !== null;

  useEffect(() => {
    if (!isDragging) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setCells(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isDragging]);

  const cellAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * span.days;
  };
  const handlers = isActive
    ? {
        onPointerDown: (event: PointerEvent<HTMLElement>) => {
          if (event.button !== 0 || event.pointerType === 'touch') return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setCells({ from: cellAt(event), to: cellAt(event) });
        },
        onPointerMove: (event: PointerEvent<HTMLElement>) => {
          if (cells) setCells({ from: cells.from, to: cellAt(event) });
        },
        onPointerUp: () => {
          if (cells) onDone(draggedNights(span, cells.from, cells.to));
          setCells(null);
        },
        onPointerCancel: () => setCells(null),
      }
    : {};
  return { handlers, nights: cells ? draggedNights(span, cells.from, cells.to) : null };
}
