import { useLocale, useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { dayNumber, weekdayOf } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { LabelledSegment } from '#lib/domain/availability/today.ts';
import { shortGuest } from './place.ts';

export const STRIP_LOOK: Record<LabelledSegment['state'], string> = {
  free: '',
  held: 'bg-(--fill) text-(--on)',
  blocked: 'hatched border border-line-strong bg-idle-soft',
  closed: 'hatched border border-ink-3 border-dashed bg-panel',
  preparation: 'dotted border border-line-strong border-dashed',
  conflict: 'border-[3px] border-bad-strong bg-bad-soft text-bad [border-style:double]',
};
const ICONS = { blocked: 'lock', closed: 'calendar-x-2', conflict: 'hand' } as const;

/** Nights in a row, each a cell: who or what takes them, and which one is today. */
export function Strip({
  segments,
  from,
  nights,
  today,
}: {
  segments: readonly LabelledSegment[];
  from: string;
  nights: number;
  today: string;
}) {
  const t = useTranslations('home.strip');
  const locale = useLocale();
  const first = dayNumber(from);
  const share = (count: number) => `${(count / nights) * 100}%`;
  const free = segments.reduce((sum, one) => sum + (one.state === 'free' ? one.nights : 0), 0);
  const told = segments
    .filter((one) => one.state !== 'free')
    .map(
      (one) =>
        `${t(`state.${one.state}`)} ${sayNight(locale, one.from)}, ${t('nights', { count: one.nights })}`,
    );
  return (
    <span
      role="img"
      aria-label={[t('free', { free, of: nights }), ...told].join('. ')}
      className="relative block h-7 overflow-hidden rounded-md border border-line bg-canvas"
    >
      {Array.from({ length: nights }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          key={index}
          style={{ left: share(index), width: share(1) }}
          className={cn(
            'absolute inset-y-0 border-line border-l',
            index === 0 && 'border-l-0',
            weekdayOf(first + index) >= 5 && 'bg-(--weekend)',
          )}
        />
      ))}
      {segments.map((segment) =>
        segment.state === 'free' ? null : (
          <span
            key={segment.from}
            data-channel={segment.state === 'held' ? (segment.channel ?? 'ical') : undefined}
            title={`${t(`state.${segment.state}`)}${segment.label ? `: ${segment.label}` : ''} · ${sayNight(locale, segment.from)}, ${t('nights', { count: segment.nights })}`}
            style={{
              left: `calc(${share(dayNumber(segment.from) - first)} + 1px)`,
              width: `calc(${share(segment.nights)} - 2px)`,
            }}
            className={cn(
              'absolute inset-y-0.5 flex items-center gap-1 overflow-hidden rounded-sm text-xs',
              STRIP_LOOK[segment.state],
            )}
          >
            <Inside segment={segment} />
          </span>
        ),
      )}
      <span
        aria-hidden
        style={{ left: share(dayNumber(today) - first), width: share(1) }}
        className="absolute inset-y-0 border-accent border-l-2"
      />
    </span>
  );
}

function Inside({ segment }: { segment: LabelledSegment }) {
  if (segment.state === 'held') {
    return (
      <>
        <span aria-hidden className="absolute inset-y-0 left-0 w-1 edged" />
        {segment.label === null ? (
          <ChannelMark channel={segment.channel ?? 'ical'} className="ml-2" />
        ) : segment.nights > 1 ? (
          <span className="truncate pl-2">{shortGuest(segment.label)}</span>
        ) : null}
      </>
    );
  }
  if (segment.state === 'free' || segment.state === 'preparation') return null;
  const icon = ICONS[segment.state];
  return (
    <span className="ml-0.5 grid size-4 shrink-0 place-items-center rounded-sm bg-panel/90">
      <Icon name={icon} strokeWidth={2} className="size-3" />
    </span>
  );
}
