'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { onShowNight } from '#components/live/show-night.ts';
import { type Place, queryOf } from './place.ts';
import { cookieOf, POSITION_COOKIE, showing } from './position.ts';

export type { Filters, Place } from './place.ts';

/** How long a page may take that was asked for by a link. */
const LEAVING_MS = 3_000;
/** A working day: whoever comes back tomorrow starts from tomorrow. */
const KEPT_SECONDS = 8 * 3600;

/**
 * Where the timeline stands, kept in the address (replaced, so that back leaves the page) and in a cookie.
 * @returns the place, and how to change some of it
 */
export function usePosition(start: Place) {
  const [place, setPlace] = useState(start);
  // The place as it will be: each change is worked out once and from it. An updater would be worked out again at every
  // turn while React still owes an earlier one, each time another object, written to the address without end.
  const latest = useRef(start);
  const change = useCallback((next: (now: Place) => Partial<Place>) => {
    const to = { ...latest.current, ...next(latest.current) };
    if (isSame(latest.current, to)) return;
    latest.current = to;
    setPlace(to);
  }, []);
  const leftAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const isLink = event.target instanceof Element && event.target.closest('a[href]') !== null;
      if (isLink && !event.metaKey && !event.ctrlKey && !event.shiftKey) leftAt.current = performance.now();
    };
    window.addEventListener('click', onClick);
    return () => window.removeEventListener('click', onClick);
  }, []);
  useEffect(() => {
    // The router looks at the page again for another address: not before the place itself is seen, and not on the way to
    // another page, which that would call off.
    const later = setTimeout(() => {
      if (performance.now() - leftAt.current > LEAVING_MS) write(place);
    });
    return () => clearTimeout(later);
  }, [place]);
  useEffect(
    () => onShowNight((night) => change((now) => ({ ...showing(now, night), jump: now.jump + 1 }))),
    [change],
  );
  return [place, change] as const;
}

/** Whoever tells the same place again moves nothing: written anew it would be drawn anew, and told again. */
function isSame(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function write(place: Place): void {
  window.history.replaceState(null, '', queryOf(place));
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox
  document.cookie = `${POSITION_COOKIE}=${cookieOf(place)}; path=/calendar; max-age=${KEPT_SECONDS}; samesite=lax`;
}
