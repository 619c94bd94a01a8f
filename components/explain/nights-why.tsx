'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { addDays, nightsFrom } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { Explain } from './explain.tsx';

/** Nights that are offered: of a longer range those from today on. */
const SHOWN = 21;

/** The nights of what was opened, each a button: why is this one closed? */
export function NightsWhy({
  unitId,
  nights,
  today,
  begin = null,
}: {
  unitId: string;
  nights: { readonly checkIn: string; readonly checkOut: string };
  today: string;
  /** The night that is asked about from the beginning. */
  begin?: string | null;
}) {
  const t = useTranslations('explain');
  const locale = useLocale();
  const [asked, setAsked] = useState<string | null>(begin);
  const count = nightsFrom(nights.checkIn, nights.checkOut);
  const isLong = count > SHOWN && today > nights.checkIn && today < nights.checkOut;
  const from = isLong ? today : nights.checkIn;
  const shown = Array.from({ length: Math.min(SHOWN, nightsFrom(from, nights.checkOut)) }, (_, at) =>
    addDays(from, at),
  );
  return (
    <section className="mt-5 border-line border-t pt-4">
      <h3 className="font-semibold text-sm">{t('ofNights')}</h3>
      {asked === null ? <p className="text-ink-2 text-sm">{t('chooseNight')}</p> : null}
      <ul className="mt-2 flex flex-wrap gap-1">
        {shown.map((night) => (
          <li key={night}>
            <button
              type="button"
              aria-pressed={asked === night}
              onClick={() => setAsked(asked === night ? null : night)}
              className={cn(
                'tnum h-7 rounded-md border border-line-strong px-2 text-sm transition-colors hover:bg-hover',
                asked === night &&
                  'border-accent bg-accent-soft font-medium text-accent-text hover:bg-accent-soft',
              )}
            >
              {sayNight(locale, night, 'dayMonth')}
            </button>
          </li>
        ))}
      </ul>
      {asked === null ? null : (
        <div className="mt-4">
          <Explain key={asked} unitId={unitId} night={asked} />
        </div>
      )}
    </section>
  );
}
