'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { atStart, sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { AgendaActions } from './agenda-actions.tsx';
import { type AgendaDay, agendaOf } from './agenda-days.ts';
import { AgendaEntry, StayingLine } from './agenda-entry.tsx';
import { AgendaFilter } from './agenda-filter.tsx';
import type { Intent } from './desk.ts';
import type { Span } from './position.ts';
import { freePerNight, type TimelineUnit } from './rows.ts';
import { titleOf } from './use-desk-state.ts';
import type { Filters } from './use-position.ts';
import { WeekStrip } from './week-strip.tsx';

/** The phone's calendar: day by day who comes, who goes, who stays, what is closed. */
export function Agenda({
  timeline,
  span,
  filters,
  all,
  today,
  isWhole,
  onOpen,
  onLater,
  onFilter,
}: {
  timeline: Timeline;
  span: Span;
  filters: Filters;
  onFilter: (filters: Partial<Filters>) => void;
  /** The timeline before it was filtered: names and the choice of units come from it. */
  all: Timeline;
  today: string;
  isWhole: boolean;
  onOpen: (bar: Bar, unit: TimelineUnit, intent?: Intent) => void;
  onLater: () => void;
}) {
  const t = useTranslations('timeline');
  const seen = useMemo(() => only(timeline, filters.unit), [timeline, filters.unit]);
  const days = useMemo(() => agendaOf(seen, span), [seen, span]);
  const leaves = useMemo(
    () => seen.properties.flatMap((property) => property.units).filter((unit) => unit.parts.length === 0),
    [seen],
  );
  const taken = useMemo(() => {
    const free = freePerNight(leaves, span);
    return free.map((count) => leaves.length - count);
  }, [leaves, span]);
  const [acting, setActing] = useState<{ bar: Bar; unit: TimelineUnit } | null>(null);
  const onActions = (bar: Bar, unit: TimelineUnit) => setActing({ bar, unit });
  const busy = days.filter((day) => day.entries.length > 0);
  return (
    <div className="flex flex-col gap-1 pb-16">
      <div className="flex gap-2">
        <AgendaFilter timeline={all} filters={filters} onFilter={onFilter} />
      </div>
      <div className="mt-2">
        <WeekStrip
          days={days.slice(0, 7)}
          taken={taken}
          units={leaves.length}
          today={today}
          onDay={(night) => goToDay(busy, night)}
        />
      </div>
      {isWhole ? null : (
        <div className="flex flex-col gap-3 py-4">
          <Skeleton className="w-40" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </div>
      )}
      {isWhole && busy.length === 0 ? (
        <p className="py-8 text-ink-2">{t('agendaEmpty', { count: span.days })}</p>
      ) : null}
      {busy.map((day) => (
        <Day key={day.night} day={day} today={today} timeline={all} onOpen={onOpen} onActions={onActions} />
      ))}
      <Button className="mt-4 self-stretch" onClick={onLater}>
        {t('later')}
      </Button>
      {acting ? (
        <AgendaActions
          {...acting}
          title={titleOf(all, acting.unit.id)}
          onOpen={onOpen}
          onClose={() => setActing(null)}
        />
      ) : null}
    </div>
  );
}

function Day({
  day,
  today,
  timeline,
  onOpen,
  onActions,
}: {
  day: AgendaDay;
  today: string;
  timeline: Timeline;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
  onActions: (bar: Bar, unit: TimelineUnit) => void;
}) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const isToday = day.night === today;
  const staying = day.entries.filter((entry) => entry.what === 'stay');
  const others = day.entries.filter((entry) => entry.what !== 'stay');
  return (
    <section data-day={day.night} className="scroll-mt-12">
      <h2
        className={cn(
          'sticky top-12 z-10 -mx-4 flex items-baseline gap-2 border-line border-b bg-canvas px-4 pt-4 pb-1.5 font-semibold',
          isToday && 'text-accent-text',
        )}
      >
        <span>{atStart(sayNight(locale, day.night))}</span>
        {isToday ? <span className="font-normal text-sm">{t('today')}</span> : null}
      </h2>
      <ul>
        {others.map((entry) => (
          <AgendaEntry
            key={`${entry.what}${entry.bar.kind}${entry.bar.id}${entry.unit.id}`}
            entry={entry}
            title={titleOf(timeline, entry.unit.id)}
            onOpen={onOpen}
            onActions={onActions}
          />
        ))}
        {staying.length > 0 ? (
          <StayingLine entries={staying} timeline={timeline} onOpen={onOpen} onActions={onActions} />
        ) : null}
      </ul>
    </section>
  );
}

/** To the first day from there on on which anything happens. */
function goToDay(busy: readonly AgendaDay[], night: string): void {
  const day = busy.find((one) => one.night >= night) ?? busy.at(-1);
  const section = day && document.querySelector(`[data-day="${day.night}"]`);
  section?.scrollIntoView({ block: 'start', behavior: 'auto' });
  section?.querySelector('button')?.focus({ preventScroll: true });
}

function only(timeline: Timeline, unitId: string | null): Timeline {
  if (unitId === null) return timeline;
  return {
    properties: timeline.properties.map((property) => ({
      ...property,
      units: property.units.filter((unit) => unit.id === unitId),
    })),
  };
}
