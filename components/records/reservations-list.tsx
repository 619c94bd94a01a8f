import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';
import { ChannelLabel } from './channel-label.tsx';
import { ReservationState } from './reservation-state.tsx';

const COLUMNS =
  'md:grid md:grid-cols-[minmax(0,5fr)_minmax(11rem,5fr)_3.5rem_minmax(0,4fr)_minmax(0,3fr)_minmax(7.5rem,3fr)] md:items-center md:gap-x-4 xl:grid-cols-[minmax(0,5fr)_minmax(14.5rem,5fr)_3.5rem_minmax(0,5fr)_minmax(0,3fr)_minmax(8rem,3fr)_6rem]';

/** Reservations as rows; a short text each on phones. The whole row opens. */
export function ReservationsList({
  reservations,
  unitNames,
  today,
}: {
  reservations: readonly Reservation[];
  unitNames: Readonly<Record<string, string>>;
  today: string;
}) {
  const t = useTranslations('records.reservations');
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div
        aria-hidden
        className={`hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm ${COLUMNS}`}
      >
        <span>{t('guest')}</span>
        <span>{t('dates')}</span>
        <span className="text-right">{t('nights')}</span>
        <span>{t('unit')}</span>
        <span>{t('channel')}</span>
        <span>{t('status')}</span>
        <span className="hidden text-right xl:inline">{t('total')}</span>
      </div>
      <ul>
        {reservations.map((reservation) => (
          <Row key={reservation.id} reservation={reservation} unitNames={unitNames} today={today} />
        ))}
      </ul>
    </div>
  );
}

function Row({
  reservation,
  unitNames,
  today,
}: {
  reservation: Reservation;
  unitNames: Readonly<Record<string, string>>;
  today: string;
}) {
  const t = useTranslations('records.reservations');
  const common = useTranslations('common');
  const locale = useLocale();
  const isCancelled = reservation.status === 'cancelled';
  const [first] = reservation.stays;
  const code = codeOf(reservation);
  const places = [
    ...new Set(reservation.stays.map((stay) => (stay.unitId ? (unitNames[stay.unitId] ?? '') : t('noUnit')))),
  ];
  const isSameDates = reservation.stays.every(
    (stay) => stay.checkIn === first?.checkIn && stay.checkOut === first?.checkOut,
  );
  return (
    <li
      className={cn(
        'relative flex flex-wrap items-center gap-x-2.5 gap-y-1 border-line border-b px-4 py-2.5 transition-colors last:border-b-0 hover:bg-hover/50 md:min-h-12 md:py-1.5',
        COLUMNS,
      )}
    >
      <div className="w-full min-w-0 md:w-auto">
        <Link
          href={`/reservations/${reservation.id}`}
          className={cn(
            'block truncate font-medium after:absolute after:inset-0',
            !reservation.guest.name && 'font-normal text-ink-2',
            isCancelled && 'text-ink-2 line-through decoration-ink-3',
          )}
          title={reservation.guest.name ?? undefined}
        >
          {reservation.guest.name ?? t('noName')}
        </Link>
        {code ? <p className="truncate font-mono text-ink-2 text-xs">{code}</p> : null}
      </div>
      <p className="tnum text-sm">
        {first ? sayStay(locale, first.checkIn, first.checkOut, today) : '—'}
        {isSameDates ? '' : ` ${t('andOthers')}`}
      </p>
      <p className="tnum text-ink-2 text-sm md:text-right md:text-ink">
        {first ? (
          <>
            <span className="md:hidden">
              {common('nights', { count: nightsIn(first.checkIn, first.checkOut) })}
            </span>
            <span className="hidden md:inline">{nightsIn(first.checkIn, first.checkOut)}</span>
          </>
        ) : null}
      </p>
      <p className="w-full truncate text-sm md:w-auto" title={places.join(', ')}>
        {places.join(', ')}
      </p>
      <ChannelLabel channel={reservation.channel} className="text-sm" />
      <span className="ml-auto flex md:ml-0">
        <ReservationState reservation={reservation} />
      </span>
      <span className="tnum hidden text-right text-sm xl:block">
        {reservation.total ? sayMoney(locale, reservation.total.amount, reservation.total.currency) : '—'}
      </span>
    </li>
  );
}

/** The channel's own code; ids that we made up for a calendar, or of a direct booking, tell nobody anything. */
export function codeOf(reservation: Pick<Reservation, 'channel' | 'externalId'>): string | null {
  const { channel, externalId } = reservation;
  return channel === 'direct' || externalId.includes('/') ? null : externalId;
}
