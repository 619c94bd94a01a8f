'use client';

import { useEffect, useState } from 'react';
import { dayNumber } from '#components/format/days.ts';

export type LocalNow = { night: string; minutes: number };

/** What date and time it is in a zone, kept current; the server's answer for the first paint. */
export function useNow(zone: string, first: LocalNow): LocalNow {
  const [now, setNow] = useState(first);
  useEffect(() => {
    const words = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const read = () => {
      const parts = Object.fromEntries(
        words.formatToParts(Date.now()).map((part) => [part.type, part.value]),
      );
      setNow({
        night: `${parts.year}-${parts.month}-${parts.day}`,
        minutes: Number(parts.hour) * 60 + Number(parts.minute),
      });
    };
    read();
    const timer = setInterval(read, 30_000);
    return () => clearInterval(timer);
  }, [zone]);
  return now;
}

/** Days since the window's start, the time of day as a fraction, and the time as text. */
export function nowIn(from: string, now: LocalNow): { at: number; label: string } {
  const hours = String(Math.floor(now.minutes / 60)).padStart(2, '0');
  const minutes = String(now.minutes % 60).padStart(2, '0');
  return { at: dayNumber(now.night) - dayNumber(from) + now.minutes / 1440, label: `${hours}:${minutes}` };
}
