import { memo } from 'react';
import { dayNumber } from '#components/format/days.ts';
import { CANVAS_WEEKDAY } from './canvas.ts';
import { monthsOf } from './layout.ts';
import { isDenseAt, type Span, type Zoom } from './position.ts';

const MONDAY = 7 - CANVAS_WEEKDAY;
const SATURDAY = 5 - CANVAS_WEEKDAY;
const day = (count: number) => `calc(${count} * var(--day))`;
const lineAt = (count: number) =>
  `linear-gradient(90deg, transparent ${day(count)}, var(--line) ${day(count)} calc(${count} * var(--day) + 1px), transparent 0)`;
const weekend = `linear-gradient(90deg, transparent ${day(SATURDAY)}, var(--weekend) ${day(SATURDAY)} ${day(SATURDAY + 2)}, transparent 0)`;
/** A picture as high as all rows would be drawn whole before a part of it is: 50 ms for what repeats itself in each pixel. */
const TILE_HEIGHT = '64px';

/** What lies behind all rows at once: weekends, a line for each day or week, months, and the days that are over. */
export const DayLines = memo(function DayLines({
  canvas,
  zoom,
  today,
}: {
  canvas: Span;
  zoom: Zoom;
  today: string;
}) {
  const past = Math.min(Math.max(dayNumber(today) - dayNumber(canvas.from), 0), canvas.days);
  const isYear = zoom === 'year';
  const lines = isYear ? [] : [isDenseAt(zoom) ? lineAt(MONDAY) : lineAt(0)];
  const sizes = isYear ? [] : [isDenseAt(zoom) ? day(7) : day(1), day(7)];
  return (
    <div aria-hidden className="pointer-events-none absolute inset-y-0 right-0 left-(--unit-col)">
      <div
        className="absolute inset-0"
        style={{
          backgroundImage: [...lines, ...(isYear ? [] : [weekend])].join(', '),
          backgroundSize: sizes.map((size) => `${size} ${TILE_HEIGHT}`).join(', '),
        }}
      />
      <div
        className="absolute inset-y-0 left-0 bg-[color-mix(in_oklab,var(--sunken)_55%,transparent)]"
        style={{ width: day(past) }}
      />
      {monthsOf(canvas).map((month) =>
        month.left > 0 ? (
          <span
            key={month.night}
            style={{ left: `${month.left * 100}%` }}
            className="absolute inset-y-0 w-px bg-line-strong"
          />
        ) : null,
      )}
    </div>
  );
});
