// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
import { useTranslations } from 'next-intl';
import { atStart, sayNight } from '#components/format/words.ts';
import type { Span } from './position.ts';
import { daysInto, type LocalNow, sayTime } from './use-now.ts';

/** The corner over the names: how many units there are. */
export function UnitsHead({ units }: { units: number }) {
  const t = useTranslations('timeline');
  return (
    <div
      role="columnheader"
      aria-colindex={1}
      className="pinned tnum z-20 items-end bg-panel px-3 pb-2 text-ink-2 text-xs"
    >
      {t('unitCount', { count: units })}
    </div>
  );
}

/** A pill with the time where now is, unless that is out of the span. */
export function NowPill({ span, now, zone }: { span: Span; now: LocalNow; zone: string }) {
  const t = useTranslations('timeline');
  const at = daysInto(span.from, now);
  if (at < 0 || at > span.days) return null;
  return (
    <span
      title={t('nowIn', { time: sayTime(now), zone })}
      style={{ left: `${(at / span.days) * 100}%` }}
      className="now"
    >
      {sayTime(now)}
    </span>
  );
}

export function shortWeekday(locale: string, night: string, letters: number): string {
  return atStart(sayNight(locale, night, 'weekday').replace('.', '').slice(0, letters));
}
