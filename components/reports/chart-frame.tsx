'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';

export type Tip = { title: string; lines: readonly { label: string; value: string }[] };

/**
 * What lies over a chart: the pointer, or the arrow keys once it has the focus, choose one of its columns, and what stands
 * there is said beside it. To a screen reader it is a slider whose value is read out.
 */
export function ChartFrame({
  label,
  tips,
  children,
}: {
  label: string;
  tips: readonly Tip[];
  children: ReactNode;
}) {
  const [at, setAt] = useState<number | null>(null);
  const last = tips.length - 1;
  const shown = at === null ? undefined : tips[Math.min(at, last)];
  const told = shown ?? tips[0];

  function point(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * tips.length);
    setAt(Math.min(last, Math.max(0, place)));
  }

  function press(event: KeyboardEvent) {
    const now = at ?? 0;
    const next = {
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      ArrowRight: now + 1,
      ArrowUp: now + 1,
      PageDown: now - 7,
      PageUp: now + 7,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Escape') setAt(null);
    if (next === undefined) return;
    event.preventDefault();
    setAt(Math.min(last, Math.max(0, next)));
  }

  if (!told) return children;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-readonly
      aria-valuemin={1}
      aria-valuemax={tips.length}
      aria-valuenow={(at ?? 0) + 1}
      aria-valuetext={[told.title, ...told.lines.map((line) => `${line.label}: ${line.value}`)].join(', ')}
      className="relative touch-pan-y rounded-sm"
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setAt(null)}
      onFocus={() => setAt((now) => now ?? 0)}
      onBlur={() => setAt(null)}
      onKeyDown={press}
    >
      {at === null ? null : (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-0 rounded-sm bg-hover"
          style={{ left: `${(at / tips.length) * 100}%`, width: `${100 / tips.length}%` }}
        />
      )}
      <div className="relative">{children}</div>
      {shown && at !== null ? (
        <div
          aria-hidden
          className="pointer-events-none absolute -top-2 z-20 w-max max-w-[min(17rem,70%)] animate-fade rounded-md border border-line bg-overlay px-2.5 py-1.5 text-sm shadow-overlay"
          style={
            at < tips.length / 2
              ? { left: `calc(${((at + 1) / tips.length) * 100}% + 6px)` }
              : { right: `calc(${(1 - at / tips.length) * 100}% + 6px)` }
          }
        >
          <p className="font-medium">{shown.title}</p>
          <dl className="tnum mt-0.5 grid grid-cols-[auto_auto] gap-x-4">
            {shown.lines.map((line) => (
              <div key={line.label} className="contents">
                <dt className="text-ink-2">{line.label}</dt>
                <dd className="text-right">{line.value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ) : null}
    </div>
  );
}
