import { dayNumber } from '#components/format/days.ts';
import { cn } from '#components/ui/cn.ts';
import type { Conflict, Side } from '#lib/domain/conflicts/schemas.ts';

/** Both claims as bars over the same days, the nights they share between two lines. Decorative: the words stand beside it. */
export function OverlapStrip({ conflict }: { conflict: Conflict }) {
  const dated = conflict.sides.flatMap((side) =>
    side.checkIn && side.checkOut
      ? [{ side, from: dayNumber(side.checkIn), to: dayNumber(side.checkOut) }]
      : [],
  );
  if (dated.length < 2) return null;
  const shared = { from: dayNumber(conflict.checkIn), to: dayNumber(conflict.checkOut) };
  const start = Math.min(shared.from, ...dated.map((one) => one.from)) - 0.5;
  const end = Math.max(shared.to, ...dated.map((one) => one.to)) + 0.5;
  // A stay runs from the middle of its first day to the middle of its last.
  const place = (from: number, to: number) => ({
    left: `${((from - start) / (end - start)) * 100}%`,
    width: `${((to - from) / (end - start)) * 100}%`,
  });
  return (
    <div aria-hidden className="relative h-14 overflow-hidden rounded-md border border-line bg-canvas">
      <span
        style={place(shared.from, shared.to)}
        className="absolute inset-y-0 border-warn border-x border-dashed bg-warn-soft"
      />
      {dated.map(({ side, from, to }, row) => (
        <StripBar key={side.id} side={side} row={row} style={place(from, to)} />
      ))}
    </div>
  );
}

function StripBar({ side, row, style }: { side: Side; row: number; style: { left: string; width: string } }) {
  return (
    <span
      data-channel={side.channel ?? 'ical'}
      style={{ ...style, top: row === 0 ? 6 : 30 }}
      className={cn(
        'absolute flex h-5 items-center overflow-hidden whitespace-nowrap rounded-sm border border-(--edge) bg-(--fill) pr-1 pl-2.5 font-medium text-(--on) text-xs',
        !side.isHeld && 'border-dashed',
      )}
    >
      <span className="absolute inset-y-0 left-0 w-1 edged" />
      <span className="truncate">{side.guestName ?? side.summary ?? side.externalId ?? ''}</span>
    </span>
  );
}
