'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { CalendarHealth } from '#components/calendars/health.ts';
import { useFreshWhile } from '#components/frame/use-fresh.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { Agenda } from './agenda.tsx';
import { HoverCard, useHovered } from './hover-card.tsx';
import { NewDialog, type NewDraft } from './new-dialog.tsx';
import { SidePanel } from './side-panel.tsx';
import { TimelineGrid } from './timeline-grid.tsx';
import { type Span, ZOOM_DAYS, type Zoom } from './timeline-layout.ts';
import { Toolbar } from './toolbar.tsx';
import type { TimelineUnit } from './unit-row.tsx';
import { useCalendarKeys } from './use-calendar-keys.ts';
import { type LocalNow, useNow } from './use-now.ts';
import { usePlace } from './use-place.ts';

export type CalendarProps = {
  timeline: Timeline;
  span: Span;
  zoom: Zoom;
  property: string | null;
  properties: readonly { id: string; name: string; currency: string }[];
  /** The worst health of what each unit follows. */
  health: Readonly<Record<string, CalendarHealth | null>>;
  zone: string;
  now: LocalNow;
  /** The server's instant, for "ago". */
  at: string;
  rights: { write: boolean; resolve: boolean };
  start: 'booking' | 'block' | null;
};

/** The calendar: units by days, with what is opened beside it and never over it. */
export function CalendarView(props: CalendarProps) {
  const { timeline, span, zoom, property, properties, rights } = props;
  const t = useTranslations('calendar');
  const now = useNow(props.zone, props.now);
  const place = usePlace(span, zoom, now.night);
  const { shown, hover } = useHovered();
  const [open, setOpen] = useState<{ bar: Bar; unit: TimelineUnit } | null>(null);
  const units = timeline.properties.flatMap((one) =>
    one.units.map((unit) => ({
      id: unit.id,
      name: one.units.length > 1 ? `${one.name} · ${unit.name}` : one.name,
    })),
  );
  const blank = (kind: NewDraft['kind']): NewDraft => ({
    kind,
    unitId: units[0]?.id ?? '',
    from: now.night,
    to: '',
  });
  const [draft, setDraft] = useState<NewDraft | null>(props.start ? blank(props.start) : null);
  useFreshWhile(true, 15_000);

  const start = rights.write && units.length > 0 ? () => setDraft(blank('booking')) : null;
  useCalendarKeys({
    earlier: () => place.move(-1),
    later: () => place.move(1),
    today: place.toToday,
    start,
    close: () => setOpen(null),
  });
  // What is open may have changed or gone since: the timeline just read knows.
  const current = open && findBar(timeline, open);

  return (
    <div className="flex min-h-0 flex-1 flex-col md:min-h-96 md:basis-0">
      <Toolbar
        span={span}
        zoom={zoom}
        pending={place.pending}
        property={property}
        properties={properties}
        mayWrite={start !== null}
        onMove={place.move}
        onToday={place.toToday}
        onZoom={(next) => place.go({ zoom: next })}
        onProperty={(id) => place.go({ property: id })}
        onNew={() => setDraft(blank('booking'))}
      />
      <div className="flex min-h-0 flex-1 border-line border-t">
        <section
          aria-label={t('title')}
          aria-busy={place.pending}
          className="relative hidden min-h-96 min-w-0 flex-1 sm:block"
        >
          <TimelineGrid
            timeline={timeline}
            span={span}
            dense={zoom === 'quarter'}
            minDay={ZOOM_DAYS[zoom].minDay}
            health={props.health}
            now={now}
            openBar={current?.bar.id ?? null}
            mayWrite={rights.write}
            onOpen={(bar, unit) => {
              hover(null, null);
              setOpen(open?.bar.id === bar.id ? null : { bar, unit });
            }}
            onHover={hover}
            onDrag={(unitId, nights) =>
              setDraft({ kind: 'booking', unitId, from: nights.checkIn, to: nights.checkOut })
            }
          />
        </section>
        <Agenda
          timeline={timeline}
          span={span}
          today={now.night}
          onOpen={(bar, unit) => setOpen({ bar, unit })}
        />
        {current ? (
          <SidePanel
            key={current.bar.id}
            bar={current.bar}
            unitName={units.find((unit) => unit.id === current.unit.id)?.name ?? current.unit.name}
            units={units}
            at={props.at}
            rights={rights}
            onClose={() => setOpen(null)}
          />
        ) : null}
      </div>
      <HoverCard shown={shown} />
      {draft ? (
        <NewDialog
          draft={draft}
          units={units}
          currencyOf={(unitId) => currencyOf(timeline, properties, unitId)}
          onClose={() => setDraft(null)}
        />
      ) : null}
    </div>
  );
}

function findBar(timeline: Timeline, open: { bar: Bar; unit: TimelineUnit }) {
  const units = timeline.properties.flatMap((property) => property.units);
  const unit = units.find((one) => one.id === open.unit.id);
  const bar = unit?.bars.find((one) => one.id === open.bar.id && one.kind === open.bar.kind);
  return unit && bar ? { bar, unit } : null;
}

function currencyOf(
  timeline: Timeline,
  properties: readonly { id: string; currency: string }[],
  unitId: string,
): string {
  const owner = timeline.properties.find((one) => one.units.some((unit) => unit.id === unitId));
  return properties.find((one) => one.id === owner?.id)?.currency ?? 'EUR';
}
