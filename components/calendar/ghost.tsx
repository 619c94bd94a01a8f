'use client';

import { useLocale, useTranslations } from 'next-intl';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { LANE, ROW_PADDING } from './bar-shape.tsx';
import { place, type Span } from './timeline-layout.ts';
import type { Dragged } from './use-drag-nights.ts';

/** The range under the pointer while it is dragged, in words. */
export function Ghost({ nights, span }: { nights: Dragged; span: Span }) {
  const common = useTranslations('common');
  const locale = useLocale();
  const at = place(nights, span);
  if (!at) return null;
  return (
    <span
      style={{ left: `${at.left * 100}%`, width: `${at.width * 100}%`, top: ROW_PADDING, height: LANE - 4 }}
      className="pointer-events-none absolute z-[4] rounded-md border-2 border-accent border-dashed bg-accent-soft"
    >
      <span className="tnum absolute bottom-full left-0 mb-1 whitespace-nowrap rounded-md border border-line bg-overlay px-2 py-1 text-sm shadow-overlay">
        {sayStay(locale, nights.checkIn, nights.checkOut)} ·{' '}
        {common('nights', { count: nightsIn(nights.checkIn, nights.checkOut) })}
      </span>
    </span>
  );
}
