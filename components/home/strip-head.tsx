import { useLocale } from 'next-intl';
import { dayNumber, nightAt, weekdayOf } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';

/** The dates over the strips, today's marked. Decorative: each strip says its own dates. */
export function StripHead({ from, nights, today }: { from: string; nights: number; today: string }) {
  const locale = useLocale();
  const first = dayNumber(from);
  return (
    <span aria-hidden className="flex text-center text-xs">
      {Array.from({ length: nights }, (_, index) => {
        const night = nightAt(first + index);
        return (
          <span
            key={night}
            title={sayNight(locale, night, 'full')}
            className={cn(
              'tnum min-w-0 flex-1 leading-4',
              weekdayOf(first + index) >= 5 ? 'text-ink-3' : 'text-ink-2',
              night === today && 'font-semibold text-accent-text',
            )}
          >
            <span className="block overflow-hidden">{sayNight(locale, night, 'weekday').slice(0, 2)}</span>
            <span className="block">{Number(night.slice(8))}</span>
          </span>
        );
      })}
    </span>
  );
}
