'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** Sideways on a trackpad, or the wheel with Shift, moves the window day by day. */
export function useWheelDays(
  box: RefObject<HTMLElement | null>,
  days: number,
  onMove: (days: number) => void,
): void {
  const rest = useRef(0);
  const move = useRef(onMove);
  move.current = onMove;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      const isScrollable = element.scrollWidth > element.clientWidth + 1;
      if (Math.abs(across) <= Math.abs(event.shiftKey ? 0 : event.deltaY) || isScrollable) return;
      event.preventDefault(); // or the browser goes back a page
      rest.current += across / (element.clientWidth / days);
      const whole = Math.trunc(rest.current);
      if (whole === 0) return;
      rest.current -= whole;
      move.current(whole);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, days]);
}
