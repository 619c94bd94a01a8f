'use client';

import { type PointerEvent, useEffect, useState } from 'react';
import { draggedNights, type Span } from './timeline-layout.ts';

export type Dragged = { checkIn: string; checkOut: string };

/** Nights chosen by dragging over empty cells with a mouse or pen; a finger scrolls. Escape lets go. */
export function useDragNights(span: Span, active: boolean, onDone: (nights: Dragged) => void) {
  const [cells, setCells] = useState<{ from: number; to: number } | null>(null);

  useEffect(() => {
    if (!cells) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setCells(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [cells]);

  const cellAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * span.days;
  };
  const handlers = active
    ? {
        onPointerDown: (event: PointerEvent<HTMLElement>) => {
          if (event.button !== 0 || event.pointerType === 'touch') return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setCells({ from: cellAt(event), to: cellAt(event) });
        },
        onPointerMove: (event: PointerEvent<HTMLElement>) => {
          if (cells) setCells({ ...cells, to: cellAt(event) });
        },
        onPointerUp: () => {
          if (cells) onDone(draggedNights(span, cells.from, cells.to));
          setCells(null);
        },
        onPointerCancel: () => setCells(null),
      }
    : {};
  return { handlers, range: cells ? draggedNights(span, cells.from, cells.to) : null };
}
