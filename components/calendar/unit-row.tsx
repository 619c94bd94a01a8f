'use client';

import { Hand } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { type CalendarHealth, HEALTH_STATE } from '#components/calendars/health.ts';
import { cn } from '#components/ui/cn.ts';
import { StateLight } from '#components/ui/state.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { BarShape, LANE, ROW_PADDING } from './bar-shape.tsx';
import { Ghost } from './ghost.tsx';
import { layoutUnit, type Span } from './timeline-layout.ts';
import { type Dragged, useDragNights } from './use-drag-nights.ts';

export type TimelineUnit = Timeline['properties'][number]['units'][number];

/** One unit: its name and light, its bars in lanes, and the cells in which a drag starts something new. */
export function UnitRow({
  unit,
  title,
  indented,
  span,
  health,
  openBar,
  dense,
  mayWrite,
  onOpen,
  onHover,
  onDrag,
}: {
  unit: TimelineUnit;
  title: string;
  indented: boolean;
  span: Span;
  health: CalendarHealth | null;
  openBar: string | null;
  dense: boolean;
  mayWrite: boolean;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
  onHover: (bar: Bar | null, at: DOMRect | null) => void;
  onDrag: (unitId: string, nights: Dragged) => void;
}) {
  const t = useTranslations('calendar');
  const words = useTranslations('health');
  const layout = useMemo(() => layoutUnit(unit.bars, span), [unit.bars, span]);
  const drag = useDragNights(span, mayWrite, (nights) => onDrag(unit.id, nights));
  const height = ROW_PADDING * 2 + LANE * layout.lanes - 4;
  const light = health ? words(`${health}.word`) : t('noCalendars');
  return (
    <section aria-label={title} className="flex border-line border-b" style={{ height: height + 1 }}>
      <div className="sticky left-0 z-[5] flex w-(--unit-col) shrink-0 flex-col border-line border-r bg-panel px-3">
        <span
          className="flex h-9 w-full min-w-0 shrink-0 items-center gap-2"
          style={{ paddingLeft: indented ? 8 : 0 }}
        >
          <StateLight kind={health ? HEALTH_STATE[health] : 'unknown'} label={light} />
          <Link href={`/units/${unit.id}`} title={title} className="min-w-0 truncate hover:underline">
            {title}
          </Link>
        </span>
        {unit.openConflicts > 0 ? (
          <Link
            href={`/inbox?unit=${unit.id}`}
            title={t('resolveCount', { count: unit.openConflicts })}
            className={cn(
              'flex h-6 items-center gap-1 self-start rounded-md bg-bad-soft px-1.5 font-medium text-bad text-xs hover:brightness-95',
              layout.lanes > 1 ? (indented ? 'ml-8' : 'ml-6') : 'absolute top-1.5 right-2',
            )}
          >
            <Hand aria-hidden strokeWidth={2} className="size-3" />
            {t('resolve')}
          </Link>
        ) : null}
      </div>
      <div
        {...drag.handlers}
        className="relative min-w-0 flex-1 select-none"
        style={mayWrite ? { cursor: 'cell' } : undefined}
      >
        {drag.range ? <Ghost nights={drag.range} span={span} /> : null}
        {layout.clashes.map((clash) => (
          <span
            key={`${clash.left}/${clash.width}`}
            aria-hidden
            style={{
              left: `${clash.left * 100}%`,
              width: `${clash.width * 100}%`,
              top: 1,
              height: LANE * clash.lanes + 2,
            }}
            className="pointer-events-none absolute z-[3] rounded-md border-4 border-bad-strong [border-style:double]"
          />
        ))}
        {layout.bars.map((placed) => (
          <BarShape
            key={`${placed.bar.kind}${placed.bar.id}${placed.bar.checkIn}`}
            placed={placed}
            ownUnitId={unit.id}
            isOpen={openBar === placed.bar.id}
            dense={dense}
            onOpen={(bar) => onOpen(bar, unit)}
            onHover={onHover}
          />
        ))}
      </div>
    </section>
  );
}
