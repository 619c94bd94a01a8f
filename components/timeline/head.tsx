'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { memo } from 'react';
import { sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Desk, Rights } from './desk.ts';
import type { Frame } from './tiles.ts';
import type { LocalNow } from './use-now.ts';

/** What the page is, today in one sentence, and what can be begun. */
export const Head = memo(function Head({
  numbers,
  now,
  rights,
  onStart,
}: {
  numbers: Frame['numbers'];
  now: LocalNow;
  rights: Rights;
  onStart: Desk['start'];
}) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="font-semibold text-xl tracking-tight">{t('title')}</h1>
        <p className="tnum mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
          {t('lead', { day: sayNight(locale, now.night), ...numbers })}
          {numbers.conflicts > 0 ? (
            <Link href="/inbox" className="asks">
              <Icon name="hand" strokeWidth={2} className="size-3.5" />
              {t(rights.resolve ? 'conflicts' : 'clashCount', { count: numbers.conflicts })}
            </Link>
          ) : null}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        {rights.block ? (
          <Button
            onClick={() => onStart('block')}
            title={`${t('block')} (B)`}
            className="max-sm:w-8 max-sm:px-0"
          >
            <Icon name="lock" />
            <span className="max-sm:sr-only">{t('block')}</span>
          </Button>
        ) : null}
        {rights.book ? (
          <Button kind="primary" onClick={() => onStart('booking')} title={`${t('newBooking')} (N)`}>
            <Icon name="calendar-plus" />
            {t('newBooking')}
          </Button>
        ) : null}
      </div>
    </div>
  );
});
