import { useTranslations } from 'next-intl';
import { State } from '#components/ui/state.tsx';
import type { LabelledSegment } from '#lib/domain/availability/today.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { Strip } from './strip.tsx';
import { StripHead } from './strip-head.tsx';
import { StripLegend } from './strip-legend.tsx';

const FROM = night('2026-12-04');
const NIGHTS = 14;

type Piece = readonly [
  offset: number,
  nights: number,
  state: LabelledSegment['state'],
  label?: string,
  channel?: string,
];
const SAMPLES: readonly { key: 'a' | 'b' | 'c'; pieces: readonly Piece[] }[] = [
  {
    key: 'a',
    pieces: [
      [0, 3, 'held', 'Inès', 'airbnb'],
      [3, 1, 'preparation'],
      [5, 4, 'held', 'Moreau', 'direct'],
      [11, 3, 'held', 'Lena', 'airbnb'],
    ],
  },
  {
    key: 'b',
    pieces: [
      [1, 5, 'held', 'Tomás', 'vrbo'],
      [7, 4, 'closed', 'Booking.com'],
    ],
  },
  {
    key: 'c',
    pieces: [
      [0, 2, 'blocked'],
      [4, 6, 'held', 'Анна', 'avito'],
      [12, 2, 'held', 'Okafor', 'direct'],
    ],
  },
];

/** What this page will look like, drawn by what draws it. */
export function SetupSample() {
  const t = useTranslations('home.setup');
  const protection = useTranslations('protection');
  const units = useTranslations('door.unit');
  const rows = SAMPLES.map(({ key, pieces }) => ({
    key,
    segments: pieces.map(
      ([offset, nights, state, label, channel]): LabelledSegment => ({
        from: addNights(FROM, offset),
        nights,
        state,
        by: null,
        label: label ?? null,
        channel: channel ?? null,
      }),
    ),
  }));
  return (
    <figure className="min-w-0">
      <div className="rounded-lg border border-line bg-panel">
        <div className="flex flex-col gap-1 border-line border-b px-4 py-1.5 sm:flex-row sm:items-center sm:gap-4">
          <figcaption className="shrink-0 font-medium text-ink-2 text-sm sm:w-36">{t('sample')}</figcaption>
          <div className="min-w-0 flex-1">
            <StripHead from={FROM} nights={NIGHTS} today={FROM} />
          </div>
        </div>
        {rows.map(({ key, segments }) => (
          <div
            key={key}
            className="flex flex-col gap-1.5 border-line border-b px-4 py-2 last:border-b-0 sm:flex-row sm:items-center sm:gap-4"
          >
            <div className="min-w-0 shrink-0 sm:w-36">
              <p className="truncate font-medium">{units(key)}</p>
              <State kind="good">{protection('good.word')}</State>
            </div>
            <div className="min-w-0 flex-1">
              <Strip segments={segments} from={FROM} nights={NIGHTS} today={FROM} />
            </div>
          </div>
        ))}
      </div>
      <StripLegend segments={rows.flatMap((row) => row.segments)} />
    </figure>
  );
}
