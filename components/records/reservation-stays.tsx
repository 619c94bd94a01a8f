import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { addDays } from '#components/format/days.ts';
import { nightsIn, sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';

export type UnitPlace = { name: string; propertyId: string; propertyName: string; times: string };
type Stay = Reservation['stays'][number];

/** The rooms of a reservation, each with its nights and whether it has them. */
export function ReservationStays({
  stays,
  places,
  actionOf,
}: {
  stays: readonly Stay[];
  /** What can be done with one of them. */
  actionOf?: (stay: Stay) => ReactNode;
  /** By unit id. */
  places: Readonly<Record<string, UnitPlace>>;
}) {
  const t = useTranslations('records.reservation');
  return (
    <ul className="rounded-lg border border-line bg-panel">
      {stays.map((stay) => (
        <li
          key={stay.id}
          className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-b px-4 py-3 last:border-b-0"
        >
          <div className="min-w-0">
            <Where stay={stay} place={stay.unitId ? places[stay.unitId] : undefined} />
            <Nights stay={stay} place={stay.unitId ? places[stay.unitId] : undefined} />
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <StayState stay={stay} />
            {actionOf?.(stay)}
            {stay.unitId && stay.status === 'active' ? (
              <Button asChild kind="quiet" size="sm">
                <Link
                  href={`/calendar?property=${places[stay.unitId]?.propertyId ?? ''}&from=${addDays(stay.checkIn, -3)}`}
                >
                  <Icon name="calendar-range" />
                  {t('inCalendar')}
                </Link>
              </Button>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Where({ stay, place }: { stay: Stay; place: UnitPlace | undefined }) {
  const t = useTranslations('records.reservation');
  if (!stay.unitId) return <p className="font-medium">{t('noUnit')}</p>;
  if (!place) return <p className="font-medium">{t('someUnit')}</p>;
  return (
    <p className="break-words font-medium">
      <Link href={`/units/${stay.unitId}`} className="hover:underline">
        {place.name === place.propertyName ? place.name : `${place.propertyName}, ${place.name}`}
      </Link>
    </p>
  );
}

function Nights({ stay, place }: { stay: Stay; place: UnitPlace | undefined }) {
  const common = useTranslations('common');
  const locale = useLocale();
  return (
    <p className="tnum">
      {sayNight(locale, stay.checkIn, 'dayYear')} – {sayNight(locale, stay.checkOut, 'dayYear')}
      <span className="text-ink-2">
        {' · '}
        {common('nights', { count: nightsIn(stay.checkIn, stay.checkOut) })}
        {place ? ` · ${place.times}` : ''}
      </span>
    </p>
  );
}

function StayState({ stay }: { stay: Stay }) {
  const t = useTranslations('records.reservation');
  if (stay.status === 'cancelled') return <State kind="unknown">{t('stayCancelled')}</State>;
  if (stay.conflictIds.length > 0) return <State kind="needs_you">{t('stayConflict')}</State>;
  if (!stay.unitId) return <State kind="needs_you">{t('stayUnplaced')}</State>;
  return stay.isHeld ? (
    <State kind="good">{t('stayHeld')}</State>
  ) : (
    <State kind="differs">{t('stayUnheld')}</State>
  );
}
