'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { nightsIn, sayStay } from '#components/format/words.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { useBarWords } from './use-bar-words.ts';

type Shown = { bar: Bar; at: DOMRect };

/** Which bar the pointer rests on, after a moment's rest. */
export function useHovered() {
  const [shown, setShown] = useState<Shown | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hover = useCallback((bar: Bar | null, at: DOMRect | null) => {
    clearTimeout(timer.current);
    if (bar && at) timer.current = setTimeout(() => setShown({ bar, at }), 150);
    else setShown(null);
  }, []);
  return { shown, hover };
}

/** Why these nights are taken, in words: what a click tells in full. */
export function HoverCard({ shown }: { shown: Shown | null }) {
  const t = useTranslations('calendar');
  const common = useTranslations('common');
  const locale = useLocale();
  const words = useBarWords();
  if (!shown) return null;
  const { bar, at } = shown;
  const above = at.bottom + 170 > window.innerHeight;
  const left = Math.min(Math.max(at.left, 8), window.innerWidth - 296);
  return (
    <div
      aria-hidden
      style={above ? { left, bottom: window.innerHeight - at.top + 6 } : { left, top: at.bottom + 6 }}
      className="pointer-events-none fixed z-40 w-72 animate-fade rounded-lg border border-line bg-overlay px-3.5 py-3 shadow-overlay"
    >
      <p className="truncate font-semibold">
        {bar.kind === 'stay' && bar.label ? bar.label : words.name(bar)}
      </p>
      <p className="text-ink-2 text-sm">
        {t(`kind.${bar.kind}`)}
        {bar.kind === 'stay' ? ` · ${words.channel(bar)}` : ''}
      </p>
      <p className="tnum mt-1.5 text-sm">
        {sayStay(locale, bar.checkIn, bar.checkOut)}
        <span className="text-ink-2">
          {' '}
          · {common('nights', { count: nightsIn(bar.checkIn, bar.checkOut) })}
        </span>
      </p>
      <p className="mt-1.5 text-ink-2 text-sm">
        {t(`why.${whyOf(bar)}`, { source: bar.source?.name ?? '' })}
      </p>
      {bar.inConflict ? <p className="mt-1.5 font-medium text-bad text-sm">{t('inConflict')}</p> : null}
    </div>
  );
}

/** Which sentence explains a bar. */
export function whyOf(bar: Bar): string {
  if (bar.kind === 'stay') {
    if (bar.parked) return 'parked';
    if (bar.tentative) return 'tentative';
    return bar.source ? 'stayFrom' : 'stay';
  }
  return bar.kind;
}
