'use client';

import { type MouseEvent, useRef } from 'react';
import { cn } from '#components/ui/cn.ts';
import { useDesk } from './desk.ts';
import { BAR, barKey, laneTop, type Placed } from './layout.ts';
import type { Span } from './position.ts';
import type { UnitRow } from './rows.ts';

/** Days of air between two guests, where a day is a few pixels wide. */
const AIR = 0.12;

/**
 * A year of bars at once: one shape for each look instead of a button for each bar, since a name would not fit on any.
 * The pointer finds its bar by where it is; keys reach it through the cell.
 */
export function YearBars({ row, canvas, openKey }: { row: UnitRow; canvas: Span; openKey: string | null }) {
  const desk = useDesk();
  const over = useRef<Placed | undefined>(undefined);
  const open = row.layout.bars.find((placed) => barKey(placed.bar) === openKey);

  function barAt(event: MouseEvent<SVGSVGElement>): Placed | undefined {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const down = event.clientY - box.top;
    return row.layout.bars.find((placed) => {
      const top = laneTop(placed.lane);
      const isAcross = placed.left <= share && share < placed.left + placed.width;
      return placed.bar.kind !== 'preparation' && isAcross && down >= top && down < top + BAR;
    });
  }

  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${canvas.days} ${row.height}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        const placed = barAt(event);
        if (placed) desk.open(placed.bar, row.unit);
      }}
      onPointerMove={(event) => {
        const placed = event.pointerType === 'touch' ? undefined : barAt(event);
        if (placed === over.current) return;
        over.current = placed;
        const { currentTarget } = event;
        desk.hover(
          placed ? { bar: placed.bar, unit: row.unit, at: () => rectangleOn(currentTarget, placed) } : null,
        );
      }}
      onPointerLeave={() => {
        over.current = undefined;
        desk.hover(null);
      }}
    >
      {shapesOf(row, canvas).map(({ look, path }) => (
        <path
          key={look}
          d={path}
          data-channel={CHANNELLESS.has(look) ? undefined : look}
          className={cn('pointer-events-auto cursor-pointer', CLASS[look] ?? 'fill-(--edge)')}
        />
      ))}
      {open ? (
        <path
          d={rectangle(open, canvas)}
          vectorEffect="non-scaling-stroke"
          className="pointer-events-auto cursor-pointer fill-none stroke-2 stroke-ink"
        />
      ) : null}
    </svg>
  );
}

const CLASS: Record<string, string> = {
  block: 'fill-ink-3',
  closure: 'fill-line-strong',
  clash: 'fill-bad-strong',
};
const CHANNELLESS = new Set(Object.keys(CLASS));

type Shape = { readonly look: string; readonly path: string };
const shapes = new WeakMap<UnitRow, readonly Shape[]>();

function shapesOf(row: UnitRow, canvas: Span): readonly Shape[] {
  const known = shapes.get(row);
  if (known) return known;
  const paths = new Map<string, string>();
  for (const placed of row.layout.bars) {
    if (placed.bar.kind === 'preparation') continue;
    const look = lookOf(placed);
    paths.set(look, (paths.get(look) ?? '') + rectangle(placed, canvas));
  }
  const made = [...paths].map(([look, path]) => ({ look, path }));
  shapes.set(row, made);
  return made;
}

function lookOf({ bar }: Placed): string {
  if (bar.inConflict) return 'clash';
  return bar.kind === 'stay' ? (bar.channel ?? 'ical') : bar.kind;
}

function rectangle(placed: Placed, canvas: Span): string {
  const left = (placed.left * canvas.days + AIR).toFixed(2);
  const width = (placed.width * canvas.days - 2 * AIR).toFixed(2);
  return `M${left} ${laneTop(placed.lane)}h${width}v${BAR}h-${width}z`;
}

/** Where a bar stands on the screen. */
function rectangleOn(element: Element, placed: Placed): DOMRect {
  const box = element.getBoundingClientRect();
  return new DOMRect(
    box.left + placed.left * box.width,
    box.top + laneTop(placed.lane),
    placed.width * box.width,
    BAR,
  );
}
