'use client';

import Link from 'next/link';
import type { CSSProperties } from 'react';
import type { CalendarHealth } from '#components/calendars/health.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { TimelineBack } from './timeline-back.tsx';
import { TimelineHead } from './timeline-head.tsx';
import type { Span } from './timeline-layout.ts';
import { type TimelineUnit, UnitRow } from './unit-row.tsx';
import type { Dragged } from './use-drag-nights.ts';
import { type LocalNow, nowIn } from './use-now.ts';

/** Units by days. It scrolls inside itself both ways; its head and its names stay. */
export function TimelineGrid({
  timeline,
  span,
  dense,
  minDay,
  health,
  now,
  openBar,
  mayWrite,
  onOpen,
  onHover,
  onDrag,
}: {
  timeline: Timeline;
  span: Span;
  dense: boolean;
  minDay: number;
  health: Readonly<Record<string, CalendarHealth | null>>;
  now: LocalNow;
  openBar: string | null;
  mayWrite: boolean;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
  onHover: (bar: Bar | null, at: DOMRect | null) => void;
  onDrag: (unitId: string, nights: Dragged) => void;
}) {
  const line = nowIn(span.from, now);
  const style: CSSProperties & Record<'--unit-col', string> = {
    '--unit-col': 'clamp(9.5rem, 18vw, 15rem)',
    minWidth: `calc(var(--unit-col) + ${span.days * minDay}px)`,
  };
  return (
    <div
      className="absolute inset-0 overflow-auto overscroll-contain bg-panel"
      onScroll={() => onHover(null, null)}
    >
      <div className="relative min-h-full" style={style}>
        <TimelineBack span={span} dense={dense} now={line} />
        <TimelineHead span={span} today={now.night} now={line} dense={dense} />
        {timeline.properties.map((property) => {
          const several = property.units.length > 1;
          return (
            <section
              key={property.id}
              aria-label={property.name}
              className="[content-visibility:auto] [contain-intrinsic-size:auto_160px]"
            >
              {several ? (
                <div className="relative flex h-8 border-line border-b bg-canvas/70">
                  <div className="sticky left-0 flex items-center px-3 font-medium text-sm">
                    <Link href={`/properties/${property.id}`} className="whitespace-nowrap hover:underline">
                      {property.name}
                    </Link>
                  </div>
                </div>
              ) : null}
              {property.units.map((unit) => (
                <UnitRow
                  key={unit.id}
                  unit={unit}
                  title={several ? unit.name : property.name}
                  indented={several}
                  span={span}
                  health={health[unit.id] ?? null}
                  openBar={openBar}
                  dense={dense}
                  mayWrite={mayWrite}
                  onOpen={onOpen}
                  onHover={onHover}
                  onDrag={onDrag}
                />
              ))}
            </section>
          );
        })}
      </div>
    </div>
  );
}
