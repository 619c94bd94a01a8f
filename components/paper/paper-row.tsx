'use client';

import { ChannelMark } from '#components/calendar/channels.tsx';
import { type Day, layoutUnit, type Placed } from '#components/timeline/layout.ts';
import { useBarWords } from '#components/timeline/use-bar-words.ts';
import { cn } from '#components/ui/cn.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Window } from './sheets.ts';

/** Pixels of one lane on paper. */
const LANE = 20;

const LOOK: Record<Bar['kind'], string> = {
  stay: 'border-ink bg-panel',
  block: 'border-ink-3 hatched',
  closure: 'border-ink-3 border-dashed hatched',
  preparation: 'border-ink-3 border-dotted dotted',
};

/** One unit: what has its nights, drawn so that a printer without colour loses nothing. */
export function PaperRow({
  title,
  isInGroup,
  bars,
  window,
  days,
}: {
  title: string;
  /** Under its property's heading. */
  isInGroup: boolean;
  bars: readonly Bar[];
  window: Window;
  days: readonly Day[];
}) {
  const layout = layoutUnit(bars, window);
  return (
    <tr className="break-inside-avoid">
      <th scope="row" className="border-line-strong border-b py-1 pr-2 text-left align-top font-medium">
        <span className={cn('line-clamp-2', isInGroup && 'pl-3 font-normal')}>{title}</span>
      </th>
      {/* The lines of the days are the cell's own, so that a bar may lie across them. */}
      <td colSpan={days.length} className="border-line-strong border-b p-0 align-top">
        <div className="relative" style={{ height: layout.lanes * LANE + 6 }}>
          {days.map((day, index) => (
            <span
              key={day.night}
              aria-hidden
              className={cn('absolute inset-y-0 border-line border-l', day.isWeekend && 'bg-sunken')}
              style={{ left: `${(index / days.length) * 100}%`, width: `${100 / days.length}%` }}
            />
          ))}
          {layout.bars.map((placed) => (
            <PaperBar key={`${placed.bar.kind}-${placed.bar.id}-${placed.left}`} placed={placed} />
          ))}
        </div>
      </td>
    </tr>
  );
}

function PaperBar({ placed }: { placed: Placed }) {
  const words = useBarWords();
  const { bar, cutLeft, cutRight } = placed;
  return (
    <div
      data-paper-bar={bar.id}
      data-channel={bar.kind === 'stay' ? (bar.channel ?? 'ical') : undefined}
      className={cn(
        'absolute flex h-[17px] items-center gap-1 overflow-hidden rounded-sm border px-0.5',
        LOOK[bar.kind],
        bar.tentative && 'border-dashed',
        bar.inConflict && 'border-[3px] border-ink [border-style:double]',
        cutLeft && 'rounded-l-none border-l-0',
        cutRight && 'rounded-r-none border-r-0',
      )}
      style={{
        left: `calc(${placed.left * 100}% + 1px)`,
        width: `calc(${placed.width * 100}% - 2px)`,
        top: 3 + placed.lane * LANE,
      }}
    >
      {bar.kind === 'stay' ? <ChannelMark channel={bar.channel ?? 'ical'} className="size-3.5" /> : null}
      {bar.kind === 'preparation' ? (
        <span className="sr-only">{words.aloud(bar)}</span>
      ) : (
        <span className={cn('truncate', bar.kind !== 'stay' && 'rounded-sm bg-panel px-0.5')}>
          {words.name(bar)}
        </span>
      )}
    </div>
  );
}
