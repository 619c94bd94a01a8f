import { useLocale, useTranslations } from 'next-intl';
import { sayStay } from '#components/format/words.ts';
import { State } from '#components/ui/state.tsx';
import { ChannelLabel } from './channel-label.tsx';

const SAMPLES = [
  { guest: 'Anna Lind', channel: 'airbnb', place: 'a', from: '2026-12-04', to: '2026-12-07' },
  { guest: 'Marc Petit', channel: 'direct', place: 'c', from: '2026-12-11', to: '2026-12-18' },
] as const;

/** What a reservation will look like here. */
export function ReservationSample() {
  const t = useTranslations('records.reservations');
  const door = useTranslations('door.unit');
  const locale = useLocale();
  return (
    <figure className="max-w-3xl">
      <figcaption className="mb-1.5 text-ink-3 text-xs">{t('sample')}</figcaption>
      <ul className="rounded-lg border border-line bg-panel text-sm">
        {SAMPLES.map((one) => (
          <li
            key={one.guest}
            className="grid grid-cols-2 items-center gap-x-5 gap-y-0.5 border-line border-b px-4 py-2.5 last:border-b-0 md:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_minmax(0,4fr)_minmax(0,2fr)_minmax(0,3fr)]"
          >
            <span className="font-medium max-md:col-span-2">{one.guest}</span>
            <span className="tnum max-md:col-span-2">{sayStay(locale, one.from, one.to)}</span>
            <span className="max-md:col-span-2">{door(one.place)}</span>
            <ChannelLabel channel={one.channel} />
            <State kind="good">{t('state.confirmed')}</State>
          </li>
        ))}
      </ul>
    </figure>
  );
}
