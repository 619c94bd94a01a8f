'use client';

import { type CSSProperties, memo } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { nightsIn } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { blockSign, kindOf } from './block-kinds.ts';
import { useDesk } from './desk.ts';
import { barKey, laneTop, type Placed } from './layout.ts';
import type { TimelineUnit } from './rows.ts';
import { mayMove } from './target.ts';
import type { BarWords } from './use-bar-words.ts';

const LOOK: Record<Bar['kind'], string> = {
  stay: 'bg-(--fill) pl-2.5 text-(--on)',
  block: 'hatched border border-line-strong bg-idle-soft pl-1.5 text-ink',
  closure: 'closed hatched border bg-panel pl-1.5 text-ink',
  preparation: 'dotted border border-line-strong border-dashed',
};

/** Pixels: up to the first nothing fits, up to the second only a sign, and shorter than the third no ends can be pulled. */
const SIGNED = 15;
const NAMED = 30;
const EDGED = 28;

/** What the double edge of a bar in conflict takes of its inside. */
const DOUBLE = 6;

/** Air between two guests on a turnover day. */
const GAP = 1.5;

/**
 * One bar. It is reached through its cell by keyboard, by itself with a pointer. Hundreds are drawn at once: each is as few
 * elements as it can be, and is drawn anew for nothing but itself.
 */
export const BarButton = memo(function BarButton({
  placed,
  unit,
  width,
  isOpen,
  isHeld,
  isMeant,
  words,
}: {
  placed: Placed;
  unit: TimelineUnit;
  /** Pixels: what there is room for. Told and not asked by container queries, which cost a layout for each bar. */
  width: number;
  isOpen: boolean;
  /** In somebody's hand. */
  isHeld: boolean;
  /** It was looked for: it stands above what dims its row. */
  isMeant: boolean;
  words: BarWords;
}) {
  const desk = useDesk();
  const { bar, cutLeft, cutRight } = placed;
  const isMovable = mayMove(bar, unit.id, desk.rights);
  const isElsewhere = bar.kind !== 'preparation' && bar.unitId !== null && bar.unitId !== unit.id;
  const hasEnds = isMovable && width >= EDGED;
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
      data-bar={barKey(bar)}
      data-channel={
        bar.kind === 'stay' ? (bar.channel ?? 'ical') : bar.found ? (bar.channel ?? undefined) : undefined
      }
      aria-label={words.aloud(bar)}
      aria-expanded={isOpen}
      style={style}
      onClick={() => desk.open(bar, unit)}
      onPointerDown={(event) => event.stopPropagation()} // no night of its row is pressed
      onPointerEnter={(event) => {
        const { currentTarget, pointerType } = event;
        if (pointerType !== 'touch')
          desk.hover({ bar, unit, at: () => currentTarget.getBoundingClientRect() });
      }}
      onPointerLeave={() => desk.hover(null)}
      className={cn(
        'bar',
        LOOK[bar.kind],
        width > SIGNED ? 'pr-1.5' : 'pl-0',
        bar.kind === 'stay' && !cutLeft && 'edged',
        hasEnds && !cutLeft && 'pulled-start',
        hasEnds && !cutRight && 'pulled-end',
        cutLeft && 'rounded-l-none',
        cutRight && 'rounded-r-none',
        cutLeft && bar.kind === 'stay' && width > SIGNED && 'pl-1.5',
        isElsewhere && 'bg-transparent border border-(--edge,var(--line-strong)) border-dotted text-ink-2',
        bar.tentative && 'border border-(--edge,var(--ink-3)) border-dashed bg-panel text-ink',
        bar.inConflict && 'border-[3px] border-bad-strong [border-style:double]',
        bar.inConflict && width > SIGNED && 'pl-2',
        isHeld && bar.kind !== 'preparation' && 'opacity-35',
        isMovable && 'cursor-grab',
        bar.kind === 'preparation' && 'z-[1]',
        isMeant && 'z-[4]',
      )}
    >
      {bar.kind === 'preparation' ? null : (
        <Written bar={bar} width={bar.inConflict ? width - DOUBLE : width} words={words} />
      )}
    </button>
  );
});

/** What there is room for: a sign, the name, how many nights. */
function Written({ bar, width, words }: { bar: Bar; width: number; words: BarWords }) {
  return (
    <>
      {width > SIGNED && (width <= NAMED || width > 60) ? <Sign bar={bar} /> : null}
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
        <span className="tnum shrink-0 text-current/85 text-xs">{nightsIn(bar.checkIn, bar.checkOut)}</span>
      ) : null}
    </>
  );
}

function Sign({ bar }: { bar: Bar }) {
  if (bar.kind === 'stay') return <ChannelMark channel={bar.channel ?? 'ical'} />;
  const icon = bar.kind === 'block' ? blockSign(kindOf(bar)) : 'calendar-x-2';
  return (
    <span className="grid size-4 shrink-0 place-items-center rounded-sm bg-panel/90">
      <Icon name={icon} strokeWidth={2} className="size-3" />
    </span>
  );
}
