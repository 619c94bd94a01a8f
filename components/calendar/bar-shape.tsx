'use client';

import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { nightsIn } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { ChannelMark } from './channels.tsx';
import type { Placed } from './timeline-layout.ts';
import { useBarWords } from './use-bar-words.ts';

export const LANE = 32;
export const ROW_PADDING = 4;

const ROUND = { left: 'rounded-l-none', right: 'rounded-r-none' };

/** One bar: a button that says aloud all that its colours and patterns say. */
export function BarShape({
  placed,
  ownUnitId,
  isOpen,
  dense,
  onOpen,
  onHover,
}: {
  placed: Placed;
  /** The row's unit: what stands on another shows here as a shadow of it. */
  ownUnitId: string;
  isOpen: boolean;
  dense: boolean;
  onOpen: (bar: Bar) => void;
  onHover: (bar: Bar | null, at: DOMRect | null) => void;
}) {
  const { bar, lane } = placed;
  const words = useBarWords();
  const t = useTranslations('calendar');
  const nights = nightsIn(bar.checkIn, bar.checkOut);
  const elsewhere = bar.kind !== 'preparation' && bar.unitId !== null && bar.unitId !== ownUnitId;
  const style: CSSProperties & Record<'--source', string | undefined> = {
    left: `calc(${placed.left * 100}% + ${placed.cutLeft ? 0 : 1.5}px)`,
    width: `calc(${placed.width * 100}% - ${(placed.cutLeft ? 0 : 1.5) + (placed.cutRight ? 0 : 1.5)}px)`,
    top: ROW_PADDING + lane * LANE,
    '--source': bar.source?.color,
  };
  if (bar.kind === 'preparation') {
    return (
      <span
        role="img"
        aria-label={words.label(bar)}
        title={words.label(bar)}
        style={style}
        className="dotted absolute h-7 rounded-md border border-line-strong border-dashed"
      />
    );
  }
  return (
    <button
      type="button"
      data-bar={bar.id}
      data-channel={bar.kind === 'stay' ? (bar.channel ?? 'ical') : undefined}
      aria-label={words.label(bar)}
      aria-expanded={isOpen}
      style={style}
      onClick={() => onOpen(bar)}
      onPointerDown={(event) => event.stopPropagation()}
      onPointerEnter={(event) => onHover(bar, event.currentTarget.getBoundingClientRect())}
      onPointerLeave={() => onHover(null, null)}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible'))
          onHover(bar, event.currentTarget.getBoundingClientRect());
      }}
      onBlur={() => onHover(null, null)}
      className={cn(
        'group absolute z-[2] flex h-7 items-center gap-1.5 overflow-hidden rounded-md text-left text-sm outline-offset-1 transition-[filter,box-shadow] hover:brightness-[0.97] dark:hover:brightness-110',
        placed.cutLeft && ROUND.left,
        placed.cutRight && ROUND.right,
        bar.kind === 'stay' && 'bg-(--fill) pr-1.5 pl-2.5 text-(--on)',
        bar.kind === 'block' && 'hatched border border-line-strong bg-idle-soft px-1.5 text-ink',
        bar.kind === 'closure' &&
          'border border-[color-mix(in_oklab,var(--source)_55%,transparent)] bg-panel px-1 text-ink',
        bar.tentative && 'border border-dashed border-current/60',
        bar.inConflict && 'shadow-[inset_0_0_0_1.5px_var(--bad-strong)]',
        isOpen && 'shadow-[inset_0_0_0_2px_var(--ink)]',
        elsewhere && 'opacity-55',
        dense && (bar.kind === 'stay' ? 'gap-1 pr-0.5 pl-2' : 'px-0.5'),
      )}
    >
      {bar.kind === 'stay' && !placed.cutLeft ? (
        <span className="absolute inset-y-0 left-0 w-1 bg-(image:--edge-pattern)" />
      ) : null}
      {bar.kind === 'closure' ? (
        <span
          aria-hidden
          className="absolute inset-0 bg-[repeating-linear-gradient(135deg,color-mix(in_oklab,var(--source)_34%,transparent)_0_2px,transparent_2px_7px)]"
        />
      ) : null}
      {bar.kind === 'stay' && !dense ? <ChannelMark channel={bar.channel ?? 'ical'} /> : null}
      {bar.kind === 'block' && !dense ? (
        <Lock aria-hidden strokeWidth={2} className="size-3.5 shrink-0" />
      ) : null}
      <span className={cn('relative min-w-0 flex-1 truncate', bar.kind !== 'stay' && 'font-medium')}>
        {bar.kind === 'stay' ? (
          words.name(bar)
        ) : (
          <span className="rounded-sm bg-panel px-1 py-0.5 [box-decoration-break:clone]">
            {words.name(bar)}
          </span>
        )}
      </span>
      {!dense && (bar.kind === 'stay' ? placed.width > 0.11 : placed.width > 0.12) ? (
        <span
          aria-hidden
          title={t('nightsCount', { count: nights })}
          className={cn(
            'tnum relative shrink-0 text-xs opacity-80',
            bar.kind !== 'stay' && 'rounded-sm bg-panel px-1',
          )}
        >
          {nights}
        </span>
      ) : null}
    </button>
  );
}
