import { useTranslations } from 'next-intl';
import { HealthState } from '#components/calendars/health-state.tsx';

const SAMPLES = [
  { name: 'Airbnb', color: '#c8433f', health: 'healthy', place: 'a', events: 14, ago: 3 },
  { name: 'Booking.com', color: '#2557a8', health: 'failing', place: 'b', events: 9, ago: 41 },
] as const;

/** What a followed calendar will look like here. */
export function FollowedSample() {
  const t = useTranslations('records.followed');
  const reasons = useTranslations('reason');
  const calendars = useTranslations('calendars');
  const door = useTranslations('door.unit');
  return (
    <figure className="max-w-3xl">
      <figcaption className="mb-1.5 text-ink-3 text-xs">{t('sample')}</figcaption>
      <ul className="rounded-lg border border-line bg-panel">
        {SAMPLES.map((one) => (
          <li
            key={one.name}
            className="flex flex-wrap items-start gap-x-5 gap-y-1 border-line border-b px-4 py-2.5 last:border-b-0"
          >
            <div className="flex min-w-40 flex-1 items-start gap-3">
              <span
                aria-hidden
                style={{ backgroundColor: one.color }}
                className="mt-0.5 h-8 w-1 shrink-0 rounded-full"
              />
              <div>
                <p className="font-medium">{one.name}</p>
                <p className="text-ink-2 text-sm">{door(one.place)}</p>
              </div>
            </div>
            <div className="min-w-48 flex-[2]">
              <HealthState health={one.health} />
              {one.health === 'failing' ? (
                <p className="text-ink-2 text-sm">{reasons('http_status')}</p>
              ) : null}
            </div>
            <p className="tnum w-40 text-sm">
              {t('sampleAgo', { count: one.ago })}
              <span className="block text-ink-2">{calendars('events', { count: one.events })}</span>
            </p>
          </li>
        ))}
      </ul>
    </figure>
  );
}
