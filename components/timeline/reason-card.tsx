'use client';

import { useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { TimelineUnit } from './rows.ts';
import { useBarWords } from './use-bar-words.ts';
import { useReason } from './use-reason.ts';

export type Hovered = { readonly bar: Bar; readonly unit: TimelineUnit; readonly at: DOMRect };

const WIDTH = 288;
const ROOM = 190;

/** Why these nights are taken, beside the bar under the pointer or the focus. Nothing in it can be clicked. */
export function ReasonCard({ bar, unit, at }: Hovered) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const reason = useReason();
  const isBelow = at.bottom + ROOM < window.innerHeight;
  const edge = document.querySelector('[role=grid]')?.getBoundingClientRect().right ?? window.innerWidth;
  const left = Math.max(Math.min(at.left, edge - WIDTH - 8), 8);
  return (
    <div
      aria-hidden
      style={{
        width: WIDTH,
        left,
        ...(isBelow ? { top: at.bottom + 6 } : { bottom: window.innerHeight - at.top + 6 }),
      }}
      className="pointer-events-none fixed z-40 animate-rise rounded-lg border border-line bg-overlay px-3.5 py-3 text-sm shadow-overlay"
    >
      <p className="flex items-center gap-2 font-semibold text-base">
        {bar.kind === 'stay' ? <ChannelMark channel={bar.channel ?? 'ical'} /> : null}
        <span className="min-w-0 truncate">{words.fullName(bar)}</span>
      </p>
      <p className="tnum mt-1">
        {words.stay(bar)}, {words.nights(bar)}
      </p>
      <p className="mt-1 text-ink-2">{reason.why(bar, unit)}</p>
      {bar.parked || bar.inConflict ? (
        <p className="mt-1.5 font-medium text-bad">{bar.parked ? t('parkedMeans') : t('clashMeans')}</p>
      ) : null}
      {bar.tentative ? <p className="mt-1.5 text-ink-2">{t('tentativeMeans')}</p> : null}
    </div>
  );
}
