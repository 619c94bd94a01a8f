'use client';

import { useEffect, useState } from 'react';
import { dayNumber } from '#components/format/days.ts';

/** A local date and the minutes since its midnight. */
export type LocalNow = { readonly night: string; readonly minutes: number };

/** Date and time in a zone, kept current. `first` is the server's answer, for the first paint. */
export function useNow(zone: string, first: LocalNow): LocalNow {
  const [now, setNow] = useState(first);
  useEffect(() => {
    const read = () => setNow(nowIn(zone));
    read();
    const timer = setInterval(read, 30_000);
    return () => clearInterval(timer);
  }, [zone]);
  return now;
}

function nowIn(zone: string): LocalNow {
  const words = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(words.formatToParts(Date.now()).map((part) => [part.type, part.value]));
  return {
    night: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

/** "14:05" */
export function sayTime({ minutes }: LocalNow): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Days since the window's first midnight, the time of day as a fraction. */
export function daysInto(from: string, now: LocalNow): number {
  return dayNumber(now.night) - dayNumber(from) + now.minutes / 1440;
}
