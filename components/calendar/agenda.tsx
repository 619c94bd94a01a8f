'use client';

import { useLocale, useTranslations } from 'next-intl';
import { daysApart, nightsIn, sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { ChannelMark } from './channels.tsx';
import type { Span } from './timeline-layout.ts';
import type { TimelineUnit } from './unit-row.tsx';
import { useBarWords } from './use-bar-words.ts';

type Entry = { bar: Bar; unit: TimelineUnit; where: string };

/** On phones: who comes when, day by day, instead of a grid that nobody can hit. */
export function Agenda({
  timeline,
  span,
  today,
  onOpen,
}: {
  timeline: Timeline;
  span: Span;
  today: string;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
}) {
  const t = useTranslations('calendar');
  const common = useTranslations('common');
  const locale = useLocale();
  const words = useBarWords();
  const days = [
    ...Map.groupBy(entriesOf(timeline, span), (entry) => startOf(entry.bar, span)).entries(),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  if (days.length === 0) return <p className="px-4 py-6 text-ink-2 sm:hidden">{t('nothing')}</p>;
  return (
    <div className="min-w-0 flex-1 pb-10 sm:hidden">
      {days.map(([night, entries]) => {
        const apart = daysApart(today, night);
        return (
          <section key={night} aria-label={sayNight(locale, night, 'full')}>
            <h2 className="sticky top-12 z-[1] flex items-baseline gap-2 border-line border-b bg-canvas px-4 py-1.5 font-medium text-sm">
              <span className="first-letter:uppercase">{sayNight(locale, night)}</span>
              {apart === 0 || apart === 1 ? (
                <span className="text-accent-text">{apart === 0 ? common('today') : common('tomorrow')}</span>
              ) : null}
            </h2>
            <ul>
              {entries.map(({ bar, unit, where }) => (
                <li key={`${bar.kind}${bar.id}${unit.id}`}>
                  <button
                    type="button"
                    onClick={() => onOpen(bar, unit)}
                    data-channel={bar.kind === 'stay' ? (bar.channel ?? 'ical') : undefined}
                    className="flex w-full items-center gap-3 border-line border-b bg-panel px-4 py-2.5 text-left"
                  >
                    <span
                      aria-hidden
                      style={
                        bar.source && bar.kind === 'closure'
                          ? { backgroundColor: bar.source.color }
                          : undefined
                      }
                      className={cn(
                        'h-9 w-1 shrink-0 rounded-full',
                        bar.kind === 'stay' ? 'bg-(--edge)' : 'hatched bg-idle-soft',
                      )}
                    />
                    <span className="min-w-0 flex-1">
                      <span className="flex items-center gap-1.5 font-medium">
                        {bar.kind === 'stay' ? <ChannelMark channel={bar.channel ?? 'ical'} /> : null}
                        <span className="truncate">{words.name(bar)}</span>
                      </span>
                      <span className="block truncate text-ink-2 text-sm">
                        {bar.kind === 'stay' ? where : `${where} · ${t(`kind.${bar.kind}`)}`}
                      </span>
                      {bar.inConflict ? (
                        <span className="block text-bad text-sm">{t('inConflict')}</span>
                      ) : null}
                    </span>
                    <span className="tnum shrink-0 text-right text-ink-2 text-sm">
                      {common('nights', { count: nightsIn(bar.checkIn, bar.checkOut) })}
                      <span className="block">→ {sayNight(locale, bar.checkOut, 'dayMonth')}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function startOf(bar: Bar, span: Span): string {
  return bar.checkIn < span.from ? span.from : bar.checkIn;
}

function entriesOf(timeline: Timeline, span: Span): Entry[] {
  return timeline.properties.flatMap((property) =>
    property.units.flatMap((unit) =>
      unit.bars
        .filter((bar) => bar.kind !== 'preparation' && (bar.unitId === null || bar.unitId === unit.id))
        .filter((bar) => startOf(bar, span) >= span.from)
        .map((bar) => ({
          bar,
          unit,
          where: property.units.length > 1 ? `${property.name} · ${unit.name}` : property.name,
        })),
    ),
  );
}
