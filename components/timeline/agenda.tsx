'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Select } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { type AgendaDay, agendaOf } from './agenda-days.ts';
import { AgendaEntry, StayingLine } from './agenda-entry.tsx';
import { FilterField } from './filter-field.tsx';
import type { Span } from './position.ts';
import type { TimelineUnit } from './rows.ts';
import { titleOf } from './use-desk-state.ts';

/** The phone's calendar: day by day who comes, who goes, who stays, what is closed. */
export function Agenda({
  timeline,
  span,
  q,
  all,
  today,
  isWhole,
  onOpen,
  onLater,
  onFilter,
}: {
  timeline: Timeline;
  span: Span;
  q: string;
  onFilter: (q: string) => void;
  /** The timeline before it was filtered: names and the choice of units come from it. */
  all: Timeline;
  today: string;
  isWhole: boolean;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
  onLater: () => void;
}) {
  const t = useTranslations('timeline');
  const [unitId, setUnitId] = useState('');
  const days = useMemo(() => agendaOf(only(timeline, unitId), span), [timeline, unitId, span]);
  const busy = days.filter((day) => day.entries.length > 0);
  return (
    <div className="flex flex-col gap-1 pb-16">
      <div className="grid grid-cols-2 gap-2">
        <FilterField q={q} onChange={onFilter} />
        <UnitChoice timeline={all} value={unitId} onChange={setUnitId} />
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
        <Day key={day.night} day={day} today={today} timeline={all} onOpen={onOpen} />
      ))}
      <Button className="mt-4 self-stretch" onClick={onLater}>
        {t('later')}
      </Button>
    </div>
  );
}

function Day({
  day,
  today,
  timeline,
  onOpen,
}: {
  day: AgendaDay;
  today: string;
  timeline: Timeline;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
}) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const isToday = day.night === today;
  const staying = day.entries.filter((entry) => entry.what === 'stay');
  const others = day.entries.filter((entry) => entry.what !== 'stay');
  return (
    <section>
      <h2
        className={cn(
          'sticky top-12 z-10 -mx-4 flex items-baseline gap-2 border-line border-b bg-canvas px-4 pt-4 pb-1.5 font-semibold',
          isToday && 'text-accent-text',
        )}
      >
        <span className="first-letter:uppercase">{sayNight(locale, day.night)}</span>
        {isToday ? <span className="font-normal text-sm">{t('today')}</span> : null}
      </h2>
      <ul>
        {others.map((entry) => (
          <AgendaEntry
            key={`${entry.what}${entry.bar.kind}${entry.bar.id}${entry.unit.id}`}
            entry={entry}
            title={titleOf(timeline, entry.unit.id)}
            onOpen={onOpen}
          />
        ))}
        {staying.length > 0 ? <StayingLine entries={staying} timeline={timeline} onOpen={onOpen} /> : null}
      </ul>
    </section>
  );
}

function UnitChoice({
  timeline,
  value,
  onChange,
}: {
  timeline: Timeline;
  value: string;
  onChange: (unitId: string) => void;
}) {
  const t = useTranslations('timeline');
  return (
    <Select aria-label={t('unit')} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('allUnits')}</option>
      {timeline.properties.map((property) =>
        property.units.length > 1 ? (
          <optgroup key={property.id} label={property.name}>
            {property.units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
          </optgroup>
        ) : (
          <option key={property.id} value={property.units[0]?.id ?? ''}>
            {property.name}
          </option>
        ),
      )}
    </Select>
  );
}

function only(timeline: Timeline, unitId: string): Timeline {
  if (unitId === '') return timeline;
  return {
    properties: timeline.properties.map((property) => ({
      ...property,
      units: property.units.filter((unit) => unit.id === unitId),
    })),
  };
}
