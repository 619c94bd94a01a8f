'use client';

import { useCallback, useEffect, useState } from 'react';
import { addDays } from '#components/format/days.ts';

export const SPANS = [14, 31] as const;
export type Days = (typeof SPANS)[number];

/** Where the rates stand: from which night on, how many nights, which units, and on a phone which unit. */
export type Place = {
  readonly from: string;
  readonly days: Days;
  readonly q: string;
  readonly property: string | null;
  readonly unit: string | null;
};

/** Kept in the address, replaced, so that back leaves the page. */
export function usePlace(start: Place, today: string) {
  const [place, setPlace] = useState(start);
  useEffect(() => {
    const query = new URLSearchParams({ from: place.from, days: String(place.days) });
    if (place.q !== '') query.set('q', place.q);
    if (place.property !== null) query.set('property', place.property);
    if (place.unit !== null) query.set('unit', place.unit);
    window.history.replaceState(null, '', `?${query}`);
  }, [place]);
  const change = useCallback((next: Partial<Place>) => setPlace((now) => ({ ...now, ...next })), []);
  const by = useCallback(
    (days: number) => setPlace((now) => ({ ...now, from: bounded(addDays(now.from, days)) })),
    [],
  );
  return { place, change, by, home: () => change({ from: today }) };
}

function bounded(night: string): string {
  return night < '1970-01-01' ? '1970-01-01' : night > '2199-11-01' ? '2199-11-01' : night;
}
