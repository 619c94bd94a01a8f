'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import type { SaveMappingsAnswer } from '#lib/domain/mappings/schemas.ts';
import { PausedCalendars } from './paused-calendars.tsx';
import { RoundTrip } from './round-trip.tsx';
import { sumOf } from './use-effects.ts';

/** What has happened, that it arrives there, what can be taken back, and where it shows. */
export function DoneStep({
  channel,
  saved,
  left,
  onMore,
}: {
  channel: string;
  saved: SaveMappingsAnswer | null;
  /** Listings that still have no unit. */
  left: number;
  onMore: () => void;
}) {
  const t = useTranslations('mapping.done');
  const effects = saved?.effects ?? [];
  const sum = sumOf(effects);
  const resting = effects.filter((one) => one.units.length > 0 && one.pausesCalendars.length > 0);
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <div>
        <State kind="good">{t('state')}</State>
        <h2 className="mt-1 font-semibold text-lg">{t('title', { count: effects.length })}</h2>
        <p className="text-ink-2">{t('means', { channel, count: sum.coming })}</p>
      </div>
      {sum.conflicts > 0 ? <State kind="needs_you">{t('conflicts', { count: sum.conflicts })}</State> : null}
      {saved ? <RoundTrip channel={channel} saved={saved} /> : null}
      {resting.length > 0 ? (
        <section className="flex flex-col gap-1.5">
          <h3 className="font-medium">{t('resting')}</h3>
          <p className="text-ink-2 text-sm">{t('restingMeans', { channel })}</p>
          {resting.map(({ listingId, units, pausesCalendars }) => (
            <PausedCalendars key={listingId} units={units} calendars={pausesCalendars} mayResume />
          ))}
        </section>
      ) : null}
      {left > 0 ? <p className="text-ink-2">{t('left', { count: left })}</p> : null}
      <div className="flex flex-wrap gap-2">
        {sum.conflicts > 0 ? (
          <Button asChild kind="primary">
            <Link href="/inbox">{t('toInbox')}</Link>
          </Button>
        ) : (
          <Button asChild kind="primary">
            <Link href="/calendar">{t('toCalendar')}</Link>
          </Button>
        )}
        <Button asChild>
          <Link href="/channels">{t('toChannels')}</Link>
        </Button>
        {left > 0 ? (
          <Button kind="quiet" onClick={onMore}>
            {t('more')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
