'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { addDays } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Span } from './position.ts';

/** Says which days are in sight; opens the platform's own calendar to go to another. */
export function DateJump({ span, onJump }: { span: Span; onJump: (night: string) => void }) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const { from, days } = span;
  const last = addDays(from, days - 1);
  const isOneYear = from.slice(0, 4) === last.slice(0, 4);
  const year = last.slice(0, 4);
  const said = `${sayNight(locale, from, 'dayMonth')}${isOneYear ? '' : ` ${from.slice(0, 4)}`} – ${sayNight(locale, last, 'dayMonth')} ${year}`;
  return (
    <span className="relative">
      <button
        type="button"
        onClick={() => {
          try {
            input.current?.showPicker();
          } catch {
            input.current?.focus(); // engines without a picker still take a typed date
          }
        }}
        title={t('jump')}
        className="tnum days-shown"
      >
        {said}
        <Icon name="calendar-search" className="size-4 text-ink-2" />
        <span className="sr-only">{t('jump')}</span>
      </button>
      <input
        ref={input}
        type="date"
        tabIndex={-1}
        aria-label={t('jump')}
        min="1970-01-01"
        max="2199-12-31"
        value={from}
        onChange={(event) => {
          if (event.target.value) onJump(event.target.value);
        }}
        className="picks-day"
      />
    </span>
  );
}
