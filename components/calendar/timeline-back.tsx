import { daysOf, type Span } from './timeline-layout.ts';

/** Behind the rows: weekends, lines between days (weeks when dense), months, and now as a line. */
export function TimelineBack({
  span,
  dense,
  now,
}: {
  span: Span;
  dense: boolean;
  /** Days from the window's start, the time of day as a fraction. */
  now: { at: number };
}) {
  const share = (days: number) => `${(days / span.days) * 100}%`;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-y-0 right-0 left-(--unit-col)">
      {daysOf(span).map((day, index) => (
        <span
          key={day.night}
          style={{ left: share(index), width: share(1) }}
          className={`absolute inset-y-0 ${day.isWeekend ? 'bg-(--weekend)' : ''} ${
            day.isFirst
              ? 'border-line-strong border-l'
              : index > 0 && (!dense || day.isWeekStart)
                ? 'border-line border-l'
                : ''
          }`}
        />
      ))}
      {now.at >= 0 && now.at <= span.days ? (
        <span style={{ left: share(now.at) }} className="absolute inset-y-0 z-[4] w-px bg-accent" />
      ) : null}
    </div>
  );
}
