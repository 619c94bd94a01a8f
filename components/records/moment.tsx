'use client';

import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';

type Style = 'time' | 'short' | 'seconds';

const OPTIONS: Record<Style, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  seconds: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
};

/** An instant on the reader's own clock. The server does not know that clock: its first paint is UTC. */
export function Moment({ at, look = 'short', className }: { at: string; look?: Style; className?: string }) {
  const locale = useLocale();
  const [zone, setZone] = useState<string | undefined>('UTC');
  useEffect(() => setZone(undefined), []);
  const say = (style: Style) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      ...OPTIONS[style],
      hourCycle: 'h23',
      ...(zone ? { timeZone: zone } : {}),
    }).format(Date.parse(at));
  return (
    <time dateTime={at} title={say('seconds')} className={className} suppressHydrationWarning>
      {say(look)}
    </time>
  );
}
