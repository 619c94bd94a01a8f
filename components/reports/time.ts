import { useTranslations } from 'next-intl';
import { dayNumber } from '#components/format/days.ts';
import type { Tense, Time } from './periods.ts';
import { sayDates } from './say.ts';

/** What every part of the page knows of the time that it is about. */
export type View = {
  readonly locale: string;
  readonly time: Time;
  readonly tense: Tense;
  readonly today: string;
  readonly grain: 'day' | 'week' | 'month';
  /** The address of a report as CSV. */
  readonly csv: (report: string) => string;
};

/** The time inside of a sentence: "this month", "from 1 to 12 May 2026". */
export function useTimeWords({ locale, time }: Pick<View, 'locale' | 'time'>): string {
  const t = useTranslations('reports.time');
  return time.period === 'own' ? t('own', { dates: sayDates(locale, time.from, time.to) }) : t(time.period);
}

/** How much of a piece of time is over, seen from a day: 0..1. */
export function doneShare(piece: { from: string; to: string }, today: string): number {
  const [from, to, now] = [piece.from, piece.to, today].map(dayNumber);
  if (from === undefined || to === undefined || now === undefined || to <= from) return 1;
  return Math.min(1, Math.max(0, (now - from) / (to - from)));
}
