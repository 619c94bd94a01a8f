import { useLocale, useTranslations } from 'next-intl';
import { SampleBar } from '#components/calendar/sample-bar.tsx';
import { sayNight } from '#components/format/words.ts';
import { StateLight } from '#components/ui/state-light.tsx';

const FIRST = '2026-12-04';
const DATES = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
const ROWS = [
  {
    key: 'a',
    bars: [
      { from: 0, nights: 3, channel: 'airbnb', name: 'Inès' },
      { from: 3, nights: 4, channel: 'booking', name: 'Closed' },
      { from: 9, nights: 4, channel: 'direct', name: 'Moreau' },
    ],
  },
  {
    key: 'b',
    bars: [
      { from: 2, nights: 5, channel: 'vrbo', name: 'Tomás' },
      { from: 8, nights: 2, channel: 'airbnb', name: 'Lena' },
    ],
  },
  {
    key: 'c',
    bars: [
      { from: 1, nights: 2, channel: 'direct', name: 'Okafor' },
      { from: 5, nights: 6, channel: 'avito', name: 'Анна' },
    ],
  },
] as const;

/** Beside the form: what the thing does, drawn with the thing itself. */
export function DoorSide() {
  const t = useTranslations('door');
  const locale = useLocale();
  return (
    <aside className="hidden flex-col justify-center gap-8 border-line border-l bg-sunken px-12 lg:flex xl:px-20">
      <p className="max-w-lg text-balance font-semibold text-2xl tracking-tight">{t('promise')}</p>
      <figure
        aria-label={t('sample')}
        className="max-w-3xl overflow-hidden rounded-lg border border-line bg-panel"
      >
        <div className="tnum flex border-line border-b text-ink-3 text-xs" aria-hidden>
          <span className="w-40 shrink-0 px-3 py-2">{sayNight(locale, FIRST, 'month')}</span>
          {DATES.map((date) => (
            <span key={date} className="flex-1 border-line border-l py-2 text-center">
              {date}
            </span>
          ))}
        </div>
        {ROWS.map((row) => (
          <div key={row.key} className="flex h-11 border-line border-b last:border-b-0">
            <span className="flex w-40 shrink-0 items-center gap-2 px-3 text-sm">
              <StateLight kind="good" label={t('protected')} />
              <span className="truncate">{t(`unit.${row.key}`)}</span>
            </span>
            <span className="relative flex-1">
              {row.bars.map((bar) => (
                <SampleBar key={bar.name} days={DATES.length} {...bar} />
              ))}
            </span>
          </div>
        ))}
      </figure>
      <p className="max-w-lg text-ink-2">{t('how')}</p>
    </aside>
  );
}
