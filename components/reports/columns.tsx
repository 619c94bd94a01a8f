import { useId } from 'react';
import { cn } from '#components/ui/cn.ts';
import { ChartFrame, type Tip } from './chart-frame.tsx';
import { everyNth } from './scale.ts';

export type Column = {
  readonly key: string;
  readonly value: number;
  /** The part of it, from its foot, that has happened; the rest is on the books and drawn hatched. */
  readonly done: number;
  /** What it was a year before. */
  readonly before: number | null;
  readonly label: string;
  readonly tip: Tip;
};

/** How many labels stand under the columns of a chart on a phone and on a desk. */
const FIT = { phone: 4, desk: 12 };

/**
 * Columns over time or over classes. Widths are shares of the place that there is, so that text keeps its size on every
 * screen and no script measures anything.
 */
export function Columns({
  label,
  about,
  columns,
  ticks,
  now,
  height = 208,
  allLabels = false,
}: {
  label: string;
  /** What the picture shows, for who cannot see it; the numbers stand in the table beneath. */
  about: string;
  columns: readonly Column[];
  ticks: readonly { value: number; label: string }[];
  /** Where the day of today stands, as a share of the width, and its word. */
  now?: { at: number; label: string } | undefined;
  height?: number;
  /** Few columns with short labels keep every one of them, on a phone every other. */
  allLabels?: boolean;
}) {
  const id = useId();
  const top = ticks.at(-1)?.value || 1;
  const y = (value: number) => height - (Math.max(0, value) / top) * height;
  const x = (at: number) => `${(at / columns.length) * 100}%`;
  const [phone, desk] = [everyNth(columns.length, FIT.phone), everyNth(columns.length, FIT.desk)];
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-3">
      <div aria-hidden className="tnum relative min-w-9 text-right text-ink-2 text-xs" style={{ height }}>
        {ticks.map((tick) => (
          <span
            key={tick.value}
            className="absolute right-0 -translate-y-1/2 whitespace-nowrap"
            style={{ top: y(tick.value) }}
          >
            {tick.label}
          </span>
        ))}
        {/* Keeps the gutter as wide as its widest label. */}
        <span className="invisible block h-0 overflow-hidden">
          {ticks.reduce((longest, tick) => (tick.label.length > longest.length ? tick.label : longest), '')}
        </span>
      </div>
      <ChartFrame label={label} tips={columns.map((column) => column.tip)}>
        <svg
          width="100%"
          height={height}
          role="img"
          aria-labelledby={`${id}t ${id}d`}
          className="block overflow-visible"
        >
          <title id={`${id}t`}>{label}</title>
          <desc id={`${id}d`}>{about}</desc>
          <defs>
            <pattern
              id={`${id}h`}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" className="fill-accent-soft" />
              <rect width="2.5" height="6" className="fill-accent" />
            </pattern>
          </defs>
          {ticks.map((tick, at) => (
            <line
              key={tick.value}
              x1="0"
              x2="100%"
              y1={Math.round(y(tick.value)) + (at === 0 ? -0.5 : 0.5)}
              y2={Math.round(y(tick.value)) + (at === 0 ? -0.5 : 0.5)}
              className={at === 0 ? 'stroke-line-strong' : 'stroke-line'}
            />
          ))}
          {columns.map((column, at) => {
            const [left, width] = [x(at + 0.14), x(0.72)];
            const done = Math.min(column.done, column.value);
            return (
              <g key={column.key}>
                {done > 0 ? (
                  <rect
                    x={left}
                    width={width}
                    y={y(done)}
                    height={height - y(done)}
                    className="fill-accent"
                  />
                ) : null}
                {column.value > done ? (
                  <rect
                    x={left}
                    width={width}
                    y={y(column.value)}
                    height={y(done) - y(column.value)}
                    fill={`url(#${id}h)`}
                    className="stroke-accent"
                  />
                ) : null}
                {column.before === null ? null : (
                  <>
                    <line
                      x1={x(at + 0.06)}
                      x2={x(at + 0.94)}
                      y1={y(column.before)}
                      y2={y(column.before)}
                      strokeWidth="4.5"
                      className="stroke-canvas"
                    />
                    <line
                      x1={x(at + 0.06)}
                      x2={x(at + 0.94)}
                      y1={y(column.before)}
                      y2={y(column.before)}
                      strokeWidth="2"
                      className="stroke-ink"
                    />
                  </>
                )}
              </g>
            );
          })}
          {now ? (
            <line
              x1={`${now.at * 100}%`}
              x2={`${now.at * 100}%`}
              y1="-6"
              y2={height}
              strokeDasharray="3 3"
              className="stroke-ink-2"
            />
          ) : null}
        </svg>
        {now ? (
          <span
            aria-hidden
            className={cn(
              'absolute -top-5 text-ink-2 text-xs',
              now.at > 0.9 ? '-translate-x-full' : now.at < 0.1 ? '' : '-translate-x-1/2',
            )}
            style={{ left: `${now.at * 100}%` }}
          >
            {now.label}
          </span>
        ) : null}
      </ChartFrame>
      <span />
      <div aria-hidden className="tnum relative h-6 text-ink-2 text-xs">
        {columns.map((column, at) =>
          allLabels || at % desk === 0 || at % phone === 0 ? (
            <span
              key={column.key}
              className={cn(
                'absolute top-1.5 -translate-x-1/2 whitespace-nowrap',
                (allLabels ? at % 2 === 1 : at % phone !== 0) && 'max-sm:hidden',
                !allLabels && at % desk !== 0 && 'sm:hidden',
              )}
              style={{ left: x(at + 0.5) }}
            >
              {column.label}
            </span>
          ) : null,
        )}
      </div>
    </div>
  );
}

/** What the marks of a chart mean. */
export function Legend({
  marks,
}: {
  marks: readonly { mark: 'done' | 'ahead' | 'before'; label: string }[];
}) {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-ink-2 text-sm [print-color-adjust:exact]">
      {marks.map(({ mark, label }) => (
        <li key={mark} className="inline-flex items-center gap-2">
          <span
            aria-hidden
            className={cn(
              'inline-block w-4',
              mark === 'done' && 'h-3 bg-accent',
              mark === 'ahead' &&
                'hatched h-3 border border-accent bg-accent-soft [--hatch-color:var(--accent)]',
              mark === 'before' && 'h-0.5 bg-ink',
            )}
          />
          {label}
        </li>
      ))}
    </ul>
  );
}
