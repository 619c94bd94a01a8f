'use client';

import { CalendarX2 } from 'lucide-react';
import type { CSSProperties, PointerEvent } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { nightsIn } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { blockSign, kindOf } from './block-kinds.ts';
import { useDesk } from './desk.ts';
import { laneTop, type Placed } from './layout.ts';
import type { TimelineUnit } from './rows.ts';
import type { BarWords } from './use-bar-words.ts';
import { useDragBar } from './use-drag-bar.ts';
import { useIsHeld } from './use-moving.ts';

const LOOK: Record<Bar['kind'], string> = {
  stay: 'bg-(--fill) pl-2.5 text-(--on)',
  block: 'hatched border border-line-strong bg-idle-soft pl-1.5 text-ink',
  closure:
    'border border-[color-mix(in_oklab,var(--source)_65%,var(--ink-3))] bg-panel pl-1.5 text-ink [--hatch-color:color-mix(in_oklab,color-mix(in_oklab,var(--source)_70%,var(--ink-3))_55%,transparent)] hatched',
  preparation: 'dotted border border-line-strong border-dashed',
};

/** Pixels: shorter than the one only a sign fits, shorter than the other no ends can be pulled. */
const NAMED = 30;
const EDGED = 28;

/** Air between two guests on a turnover day. */
const GAP = 1.5;

/** One bar. It is reached through its cell by keyboard, by itself with a pointer. */
export function BarButton({
  placed,
  unit,
  width,
  isOpen,
  isFaint,
  words,
}: {
  placed: Placed;
  unit: TimelineUnit;
  /** Pixels: what there is room for. Told and not asked by container queries, which cost a layout for each bar. */
  width: number;
  isOpen: boolean;
  /** Something else was looked for. */
  isFaint: boolean;
  words: BarWords;
}) {
  const desk = useDesk();
  const take = useDragBar(placed.bar, unit.id);
  const isHeld = useIsHeld(placed.bar.id) && placed.bar.kind !== 'preparation';
  const { bar, cutLeft, cutRight } = placed;
  const isElsewhere = bar.kind !== 'preparation' && bar.unitId !== null && bar.unitId !== unit.id;
  const style: CSSProperties & Record<'--source', string | undefined> = {
    left: `calc(${placed.left * 100}% + ${cutLeft ? 0 : GAP}px)`,
    width: `calc(${placed.width * 100}% - ${(cutLeft ? 0 : GAP) + (cutRight ? 0 : GAP)}px)`,
    top: laneTop(placed.lane),
    '--source': bar.source?.color ?? (bar.found ? 'var(--edge)' : 'var(--ink-3)'),
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      data-bar={bar.id}
      data-channel={
        bar.kind === 'stay' ? (bar.channel ?? 'ical') : bar.found ? (bar.channel ?? undefined) : undefined
      }
      aria-expanded={isOpen}
      style={style}
      onClick={() => desk.open(bar, unit)}
      onPointerDown={take ? take('whole') : (event) => event.stopPropagation()}
      onPointerEnter={(event) => {
        if (event.pointerType !== 'touch') desk.hover(bar, unit, event.currentTarget.getBoundingClientRect());
      }}
      onPointerLeave={() => desk.hover(null, null, null)}
      className={cn(
        'absolute z-[2] h-7 overflow-hidden rounded-md text-left text-sm transition-[filter,opacity,box-shadow] duration-150 hover:brightness-[0.96] dark:hover:brightness-115',
        LOOK[bar.kind],
        cutLeft && 'rounded-l-none',
        cutRight && 'rounded-r-none',
        cutLeft && bar.kind === 'stay' && 'pl-1.5',
        isElsewhere && 'bg-transparent border border-(--edge,var(--line-strong)) border-dotted text-ink-2',
        bar.tentative && 'border border-(--edge,var(--ink-3)) border-dashed bg-panel text-ink',
        bar.inConflict && 'border-[3px] border-bad-strong [border-style:double] pl-2',
        isOpen && 'shadow-[0_0_0_2px_var(--panel),0_0_0_4px_var(--ink)]',
        isFaint && 'opacity-30',
        isHeld && 'opacity-35',
        take && 'cursor-grab',
        bar.kind === 'preparation' && 'z-[1]',
      )}
    >
      {bar.kind === 'stay' && !cutLeft ? (
        <span aria-hidden className="absolute inset-y-0 left-0 w-1 bg-(image:--edge-pattern)" />
      ) : null}
      {take ? (
        <>
          {cutLeft || width < EDGED ? null : <Edge side="left" onPointerDown={take('start')} />}
          {cutRight || width < EDGED ? null : <Edge side="right" onPointerDown={take('end')} />}
        </>
      ) : null}
      <span className="sr-only">{words.aloud(bar)}</span>
      {bar.kind === 'preparation' ? null : (
        <span aria-hidden className="flex h-full min-w-0 items-center gap-1.5 pr-1.5">
          {width > 15 && (width <= NAMED || width > 60) ? <Sign bar={bar} /> : null}
          {width > NAMED ? (
            <span
              className={cn(
                'min-w-0 flex-1 truncate font-medium',
                bar.kind !== 'stay' && 'flex-initial rounded-sm bg-panel/90 px-1 font-normal',
              )}
            >
              {width >= 176 ? words.fullName(bar) : words.name(bar)}
            </span>
          ) : null}
          {bar.kind === 'stay' && width >= 104 ? (
            <span className="tnum shrink-0 text-xs opacity-85">{nightsIn(bar.checkIn, bar.checkOut)}</span>
          ) : null}
        </span>
      )}
    </button>
  );
}

/** An end that can be pulled: only where the bar is long enough to be taken in its middle as well. */
function Edge({
  side,
  onPointerDown,
}: {
  side: 'left' | 'right';
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
}) {
  return (
    <span
      aria-hidden
      data-edge={side}
      onPointerDown={onPointerDown}
      className={cn(
        'absolute inset-y-0 z-[1] w-2 cursor-ew-resize after:absolute after:inset-y-1.5 after:w-0.5 after:rounded-full after:bg-current after:opacity-0 hover:after:opacity-60',
        side === 'left' ? 'left-0 after:left-1' : 'right-0 after:right-1',
      )}
    />
  );
}

function Sign({ bar }: { bar: Bar }) {
  if (bar.kind === 'stay') return <ChannelMark channel={bar.channel ?? 'ical'} />;
  const Icon = bar.kind === 'block' ? blockSign(kindOf(bar)) : CalendarX2;
  return (
    <span className="grid size-4 shrink-0 place-items-center rounded-sm bg-panel/90">
      <Icon aria-hidden strokeWidth={2} className="size-3" />
    </span>
  );
}
