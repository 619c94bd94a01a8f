'use client';

import { useCallback, useEffect, useState } from 'react';
import { onShowNight } from '#components/live/show-night.ts';
import type { Shown } from './cells.ts';
import { cookieOf, POSITION_COOKIE, type Position, showing } from './position.ts';

export type Filters = {
  readonly q: string;
  readonly property: string | null;
  /** Only this unit, where a phone asks for it. */
  readonly unit: string | null;
};
export type Place = Position &
  Filters & {
    /** The uppermost row in sight, where that is not the first. */
    readonly row: string | null;
    /** What is written into the nights. */
    readonly show: Shown | null;
    /** How often one went to other days otherwise than by scrolling: the focus goes along then. */
    readonly jump: number;
  };

/** A working day: whoever comes back tomorrow starts from tomorrow. */
const KEPT_SECONDS = 8 * 3600;

/**
 * Where the timeline stands, kept in the address (replaced, so that back leaves the page) and in a cookie.
 * @returns the place, and how to change some of it
 */
export function usePosition(start: Place) {
  const [place, setPlace] = useState(start);
  useEffect(() => write(place), [place]);
  useEffect(
    () => onShowNight((night) => setPlace((now) => ({ ...now, ...showing(now, night), jump: now.jump + 1 }))),
    [],
  );
  const change = useCallback((next: (now: Place) => Partial<Place>) => {
    setPlace((now) => ({ ...now, ...next(now) }));
  }, []);
  return [place, change] as const;
}

function write(place: Place): void {
  const query = new URLSearchParams({ from: place.from, zoom: place.zoom });
  if (place.q !== '') query.set('q', place.q);
  if (place.property !== null) query.set('property', place.property);
  if (place.unit !== null) query.set('unit', place.unit);
  if (place.row !== null) query.set('row', place.row);
  if (place.show !== null) query.set('show', place.show);
  window.history.replaceState(null, '', `?${query}`);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox
  document.cookie = `${POSITION_COOKIE}=${cookieOf(place)}; path=/calendar; max-age=${KEPT_SECONDS}; samesite=lax`;
}
