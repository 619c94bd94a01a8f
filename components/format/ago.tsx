'use client';

import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import { sayAgo, sayInstant } from './words.ts';

/** How long ago, kept current; the exact time, in the reader's own zone, on hover. `now` is the server's, for the first paint. */
export function Ago({ at, now, className }: { at: string; now: string; className?: string }) {
  const locale = useLocale();
  const [nowMs, setNowMs] = useState(() => Date.parse(now));
  const [title, setTitle] = useState<string>();

  useEffect(() => {
    setTitle(sayInstant(locale, at));
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, [at, locale]);

  return (
    <time dateTime={at} title={title} className={className} suppressHydrationWarning>
      {sayAgo(locale, at, nowMs)}
    </time>
  );
}
