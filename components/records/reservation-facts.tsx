import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';
import { ChannelLabel, useChannelName } from './channel-label.tsx';
import { Facts } from './facts.tsx';
import { Moment } from './moment.tsx';
import { codeOf } from './reservations-list.tsx';

export function GuestFacts({
  reservation,
  noteBy,
}: {
  reservation: Reservation;
  /** Who wrote the note as it stands, and when; null where the journal does not tell. */
  noteBy: { name: string; at: string } | null;
}) {
  const t = useTranslations('records.reservation');
  const { guest } = reservation;
  const link =
    'text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current';
  return (
    <Facts
      facts={[
        { label: t('name'), value: guest.name ?? <span className="text-ink-2">{t('nameUnknown')}</span> },
        guest.email !== null && {
          label: t('email'),
          value: (
            <a href={`mailto:${guest.email}`} className={link}>
              {guest.email}
            </a>
          ),
        },
        guest.phone !== null && {
          label: t('phone'),
          value: (
            <a href={`tel:${guest.phone.replace(/[^+\d]/g, '')}`} className={link}>
              {guest.phone}
            </a>
          ),
        },
        guest.phone === null &&
          guest.phoneTail !== null && {
            label: t('phone'),
            value: <span className="tnum">{t('phoneEnds', { tail: guest.phoneTail })}</span>,
          },
        (reservation.guests !== null || reservation.adults !== null) && {
          label: t('guests'),
          value: <Party reservation={reservation} />,
        },
        reservation.note
          ? {
              label: t('note'),
              value: (
                <>
                  <span className="whitespace-pre-wrap">{reservation.note}</span>
                  {noteBy ? (
                    <span className="block text-ink-2 text-sm">
                      {t.rich('noteBy', { name: noteBy.name, at: () => <Moment at={noteBy.at} /> })}
                    </span>
                  ) : null}
                </>
              ),
            }
          : null,
      ]}
    />
  );
}

/** How many in all, and who they are where the channel says. */
function Party({ reservation }: { reservation: Reservation }) {
  const t = useTranslations('records.reservation');
  const parts = (['adults', 'children', 'infants'] as const).flatMap((kind) => {
    const count = reservation[kind];
    return count ? [t(kind, { count })] : [];
  });
  const said = parts.join(', ');
  if (reservation.guests === null) return <>{said}</>;
  return (
    <>
      {reservation.guests}
      {parts.length > 0 ? <span className="text-ink-2"> ({said})</span> : null}
    </>
  );
}

export function OriginFacts({
  reservation,
  calendarName,
  account,
}: {
  reservation: Reservation;
  calendarName: string | null;
  /** The account that brought it; null where it is no longer known. */
  account: { id: string; name: string } | null;
}) {
  const t = useTranslations('records.reservation');
  const locale = useLocale();
  const channel = useChannelName()(reservation.channel);
  const code = codeOf(reservation);
  return (
    <Facts
      facts={[
        { label: t('channel'), value: <ChannelLabel channel={reservation.channel} /> },
        code !== null && {
          label: t('code'),
          value: <span className="select-all break-all font-mono">{code}</span>,
        },
        reservation.calendarId !== null && {
          label: t('calendar'),
          value: (
            <Link
              href={`/channels/history?calendar=${reservation.calendarId}`}
              className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
            >
              {calendarName ?? t('someCalendar')}
            </Link>
          ),
        },
        reservation.connectionId !== null && {
          label: t('account'),
          value: account ? (
            <Link
              href={`/channels/history?connection=${account.id}`}
              className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
            >
              {account.name}
            </Link>
          ) : (
            t('someAccount')
          ),
        },
        reservation.channelStatus !== null && {
          label: t('channelStatus', { channel }),
          value: <span className="font-mono text-sm">{reservation.channelStatus}</span>,
        },
        reservation.bookedAt !== null && {
          label: t('bookedAt'),
          value: <Moment at={reservation.bookedAt} />,
        },
        reservation.total !== null && {
          label: t('total'),
          value: sayMoney(locale, reservation.total.amount, reservation.total.currency),
        },
        reservation.payout !== null && {
          label: t('payout'),
          value: sayMoney(locale, reservation.payout.amount, reservation.payout.currency),
        },
        { label: t('firstSeen'), value: <Moment at={reservation.createdAt} /> },
        reservation.updatedAt !== reservation.createdAt && {
          label: t('changed'),
          value: <Moment at={reservation.updatedAt} />,
        },
        reservation.cancelledAt !== null && {
          label: t('cancelledAt'),
          value: <Moment at={reservation.cancelledAt} />,
        },
      ]}
    />
  );
}
