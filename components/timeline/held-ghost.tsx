'use client';

import { useEffect, useState } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { dayNumber } from '#components/format/days.ts';
import { cn } from '#components/ui/cn.ts';
import type { GridReach } from './grid-place.ts';
import { BAR, ROW_AIR } from './layout.ts';
import { useShortPreview, Verdict } from './move-preview.tsx';
import { metThere } from './moving.ts';
import type { UnitRow } from './rows.ts';
import type { Held } from './target.ts';
import { useBarWords } from './use-bar-words.ts';
import { useMovePreview } from './use-move-preview.ts';

type Box = { readonly left: number; readonly top: number; readonly width: number };

/** Where the held bar would stand, on the screen as it is scrolled now. */
function boxOf({ to }: Held, reach: GridReach): Box | null {
  const { span, left, top, dayWidth, rows } = reach.place();
  const row = rows.find((one) => one.unitId === to.unitId);
  if (!row) return null;
  const first = dayNumber(span.from);
  return {
    left: left + (dayNumber(to.checkIn) - first + 0.5) * dayWidth,
    top: top + row.top + ROW_AIR,
    width: (dayNumber(to.checkOut) - dayNumber(to.checkIn)) * dayWidth,
  };
}

/** The part of the screen where days stand: what is held is not drawn over the names of units. */
function lanesBox(): { left: number; top: number; right: number; bottom: number } | null {
  const grid = document.querySelector('.timeline [role=grid]');
  if (!grid) return null;
  const { left, top, right, bottom } = grid.getBoundingClientRect();
  const names =
    grid.querySelector('[role=rowheader], [role=columnheader]')?.getBoundingClientRect().width ?? 0;
  return { left: left + names, top, right, bottom };
}

/** Draws again with each scroll, of whatever. */
function useScrolled(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const again = () => tick((count) => count + 1);
    window.addEventListener('scroll', again, { capture: true, passive: true });
    window.addEventListener('resize', again);
    return () => {
      window.removeEventListener('scroll', again, { capture: true });
      window.removeEventListener('resize', again);
    };
  }, []);
}

/** The bar in the hand, on the nights it is held over, and beside it what letting go there would do. */
export function HeldGhost({
  held,
  units,
  reach,
}: {
  held: Held;
  units: readonly UnitRow[];
  reach: GridReach;
}) {
  const words = useBarWords();
  const short = useShortPreview();
  useScrolled();
  const { preview, isMoved } = useMovePreview(held);
  const row = units.find((one) => one.unit.id === held.to.unitId);
  const met = metThere(held, row?.unit);
  const isBad = preview ? !preview.may : met !== null;
  const at = boxOf(held, reach);
  const lanes = lanesBox();
  if (!at || !lanes) return null;
  const isLow = at.top + BAR + 170 > window.innerHeight;
  const cardLeft = Math.min(Math.max(at.left, lanes.left + 4), Math.max(lanes.right - 300, 8));
  return (
    <div aria-hidden className="pointer-events-none print:hidden">
      <div
        className="fixed z-30 overflow-hidden"
        style={{
          left: lanes.left,
          top: lanes.top,
          width: lanes.right - lanes.left,
          height: lanes.bottom - lanes.top,
        }}
      >
        <span
          data-held
          data-channel={held.bar.kind === 'stay' ? (held.bar.channel ?? 'ical') : undefined}
          style={{ left: at.left - lanes.left, top: at.top - lanes.top, width: at.width, height: BAR }}
          className={cn(
            'absolute flex items-center gap-1.5 overflow-hidden rounded-md border-2 px-1.5 font-medium text-sm shadow-overlay',
            held.bar.kind === 'stay' ? 'bg-(--fill) text-(--on)' : 'hatched bg-idle-soft text-ink',
            isBad ? 'border-bad-strong border-dashed' : 'border-accent',
          )}
        >
          {held.bar.kind === 'stay' ? <ChannelMark channel={held.bar.channel ?? 'ical'} /> : null}
          <span className="truncate">{words.name(held.bar)}</span>
        </span>
      </div>
      {held.isDown ? null : (
        <div
          data-held-card
          style={{
            left: cardLeft,
            ...(isLow ? { bottom: window.innerHeight - at.top + 8 } : { top: at.top + BAR + 8 }),
          }}
          className="fixed z-40 flex w-72 flex-col gap-1 rounded-md border border-line bg-overlay px-3 py-2 text-sm shadow-overlay"
        >
          <p className="tnum font-medium">
            {words.stay(held.to)}, {words.nights(held.to)}
          </p>
          {row ? <p className="truncate text-ink-2">{row.title}</p> : null}
          {isMoved ? <Verdict preview={preview} met={met ? words.fullName(met) : null} /> : null}
          {preview?.may ? (
            <ul className="flex flex-col gap-0.5">
              {short(preview).map(({ mark, text }) => (
                <li key={text} className="flex items-start gap-1.5">
                  {mark ? <ChannelMark channel={mark} className="mt-0.5 size-4" /> : null}
                  <span className="min-w-0">{text}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      )}
    </div>
  );
}
