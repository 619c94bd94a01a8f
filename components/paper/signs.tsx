'use client';

import { useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import type { TimelineProperty } from '#components/timeline/rows.ts';
import { useBarWords } from '#components/timeline/use-bar-words.ts';

const SIGNS = {
  block: 'hatched border border-ink-3',
  closure: 'hatched border border-ink-3 border-dashed',
  preparation: 'dotted border border-ink-3 border-dotted',
  tentative: 'border border-ink border-dashed',
  conflict: 'border-[3px] border-ink [border-style:double]',
} as const;

/** What the signs on these sheets mean, and no others. */
export function Signs({ properties }: { properties: readonly TimelineProperty[] }) {
  const t = useTranslations('paper');
  const timeline = useTranslations('timeline.legend');
  const words = useBarWords();
  const bars = properties.flatMap((property) => property.units.flatMap((unit) => unit.bars));
  const channels = new Set(bars.flatMap((bar) => (bar.kind === 'stay' ? [bar.channel ?? 'ical'] : [])));
  const has = (sign: keyof typeof SIGNS) =>
    bars.some((bar) =>
      sign === 'tentative' ? bar.tentative : sign === 'conflict' ? bar.inConflict : bar.kind === sign,
    );
  const signs = (['block', 'closure', 'preparation', 'tentative', 'conflict'] as const).filter(has);
  if (bars.length === 0) return null;
  return (
    <ul aria-label={t('signs')} className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {[...channels].sort().map((channel) => (
        <li key={channel} className="flex items-center gap-1">
          <ChannelMark channel={channel} className="size-3.5" />
          {words.channel(channel)}
        </li>
      ))}
      {signs.map((sign) => (
        <li key={sign} className="flex items-center gap-1">
          <span aria-hidden className={`h-3 w-5 rounded-sm ${SIGNS[sign]}`} />
          {sign === 'conflict' ? t('crossed') : timeline(sign)}
        </li>
      ))}
    </ul>
  );
}
