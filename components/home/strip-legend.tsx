import { useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { useChannelName } from '#components/records/channel-label.tsx';
import { cn } from '#components/ui/cn.ts';
import type { LabelledSegment } from '#lib/domain/availability/today.ts';
import { STRIP_LOOK } from './strip.tsx';

const SIGNS = ['conflict', 'closed', 'blocked', 'preparation'] as const;

/** What the signs in sight mean, and no others. */
export function StripLegend({ segments }: { segments: readonly LabelledSegment[] }) {
  const t = useTranslations('home.strip');
  const name = useChannelName();
  const channels = [
    ...new Set(segments.flatMap((one) => (one.state === 'held' ? [one.channel ?? 'ical'] : []))),
  ].sort();
  const signs = SIGNS.filter((sign) => segments.some((one) => one.state === sign));
  if (channels.length + signs.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 px-1 text-ink-2 text-xs">
      {channels.map((channel) => (
        <li key={channel} data-channel={channel} className="flex items-center gap-1.5">
          <span className="h-3 w-1 rounded-[1px] edged" />
          <ChannelMark channel={channel} className="-ml-0.5 size-3.5" />
          {name(channel)}
        </li>
      ))}
      {signs.map((sign) => (
        <li key={sign} className="flex items-center gap-1.5">
          <span aria-hidden className={cn('h-3.5 w-5 rounded-sm', STRIP_LOOK[sign])} />
          {t(`state.${sign}`)}
        </li>
      ))}
    </ul>
  );
}
