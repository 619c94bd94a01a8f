'use client';

import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import { useGridReach } from './grid-place.ts';
import { draggedNights } from './layout.ts';
import type { Span } from './position.ts';

export type Nights = { readonly checkIn: string; readonly checkOut: string };

/**
 * Nights chosen by dragging over a row with a mouse or pen; a finger scrolls and taps. Near the edge the days move on
 * under the pointer. Escape lets go.
 * @param onDone gets the nights
 */
export function useDragNights(span: Span, isActive: boolean, onDone: (nights: Nights) => void) {
  const reach = useGridReach();
  const [cells, setCells] = useState<{ from: number; to: number } | null>(null);
  const pointer = useRef({ x: 0, y: 0 });
  const isDragging = cells !== null;
  const isDown = useRef(false);

  const cellUnder = () => {
    const { left, dayWidth } = reach.place();
    return (pointer.current.x - left) / dayWidth;
  };
  const follow = useRef(() => {});
  follow.current = () => setCells((now) => now && { from: now.from, to: cellUnder() });

  useEffect(() => {
    if (!isDragging) return;
    let frame = requestAnimationFrame(function step() {
      if (isDown.current && reach.nudge(pointer.current.x, pointer.current.y)) follow.current();
      frame = requestAnimationFrame(step);
    });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setCells(null);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('keydown', onKey);
    };
  }, [isDragging, reach]);

  const handlers = isActive
    ? {
        onPointerDown: (event: PointerEvent<HTMLElement>) => {
          if (event.button !== 0 || event.pointerType === 'touch') return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pointer.current = { x: event.clientX, y: event.clientY };
          isDown.current = true;
          const cell = cellUnder();
          setCells({ from: cell, to: cell });
        },
        onPointerMove: (event: PointerEvent<HTMLElement>) => {
          pointer.current = { x: event.clientX, y: event.clientY };
          if (isDown.current) follow.current();
        },
        onPointerUp: () => {
          isDown.current = false;
          if (!cells) return;
          onDone(draggedNights(span, cells.from, cells.to));
          // What is done with them takes over what is marked here.
          afterPaint(() => {
            if (!isDown.current) setCells(null);
          });
        },
        onPointerCancel: () => {
          isDown.current = false;
          setCells(null);
        },
      }
    : {};
  return { handlers, nights: cells ? draggedNights(span, cells.from, cells.to) : null };
}
