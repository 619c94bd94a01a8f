'use client';

import { type ComponentProps, useEffect } from 'react';
import { afterPaint } from './after-paint.ts';
import { cn } from './cn.ts';

let open = 0;

/**
 * Keeps the page from scrolling, where it could, until it is let go; in the room of a scroll bar stays what stood there.
 * Once what opened has been seen: whether there is anything to scroll is known then, and was to be found out before.
 * @returns what lets it go
 */
function hold(): () => void {
  const page = document.documentElement;
  open += 1;
  afterPaint(() => {
    if (open > 0 && page.dataset.held === undefined && page.scrollHeight > page.clientHeight)
      page.dataset.held = window.innerWidth > page.clientWidth ? 'bar' : '';
  });
  return () => {
    open -= 1;
    if (open === 0) delete page.dataset.held;
  };
}

/**
 * Lies between the page and what has opened over it: dims the one, takes its presses, and keeps it where it is. The
 * library's own listens to the wheel of the whole document, for which the browser paints all of the page anew, once when
 * that begins and once when it ends.
 */
export function Scrim({ className, ...rest }: ComponentProps<'div'>) {
  useEffect(hold, []);
  return (
    <div
      {...rest}
      className={cn('scrim pointer-events-auto fixed inset-0 z-40 animate-fade bg-scrim', className)}
    />
  );
}
