'use client';

import { useCallback, useEffect, useState } from 'react';
import { onShowNight } from '#components/live/show-night.ts';
import { type Place, queryOf } from './place.ts';
import { cookieOf, POSITION_COOKIE, showing } from './position.ts';

export type { Filters, Place } from './place.ts';

/** A working day: whoever comes back tomorrow starts from tomorrow. */
const KEPT_SECONDS = 8 * 3600;

/**
 * Where the timeline stands, kept in the address (replaced, so that back leaves the page) and in a cookie.
 * @returns the place, and how to change some of it
 */
export function usePosition(start: Place) {
  const [place, setPlace] = useState(start);
  const [query, cookie] = [queryOf(place), cookieOf(place)];
  // By what is written and not by the place itself: an update that waits (those of the first effects do, while a page
  // becomes alive) makes another object of the same place at each turn, and writing makes another turn.
  useEffect(() => write(query, cookie), [query, cookie]);
  useEffect(
    () => onShowNight((night) => setPlace((now) => ({ ...now, ...showing(now, night), jump: now.jump + 1 }))),
    [],
  );
  const change = useCallback((next: (now: Place) => Partial<Place>) => {
    setPlace((now) => {
      const to = { ...now, ...next(now) };
      return isSame(now, to) ? now : to;
    });
  }, []);
  return [place, change] as const;
}

/** Whoever tells the same place again moves nothing: written anew it would be drawn anew, and told again. */
function isSame(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function write(query: string, cookie: string): void {
  window.history.replaceState(null, '', query);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox
  document.cookie = `${POSITION_COOKIE}=${cookie}; path=/calendar; max-age=${KEPT_SECONDS}; samesite=lax`;
}
