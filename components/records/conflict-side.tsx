'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { State } from '#components/ui/state.tsx';
import type { Side } from '#lib/domain/conflicts/schemas.ts';
import { ChannelLabel, useChannelName } from './channel-label.tsx';
import { Moment } from './moment.tsx';

/** What one claim is called, alone or inside a sentence: its guest, else where it comes from. */
export function useSideName(): (side: Side, place?: 'sentence') => string {
  const t = useTranslations('records.inbox');
  const channel = useChannelName();
  return (side, place) => {
    if (side.guestName) return side.guestName;
    const from = side.calendar?.name ?? channel(side.channel);
    if (side.kind === 'event') return t('eventOf', { channel: from });
    const known = side.channel === 'ical' ? from : channel(side.channel);
    return t(place === 'sentence' ? 'theBookingOf' : 'bookingOf', { channel: known });
  };
}

/** One of the two claims: who, when, from where, and since when we know. */
export function ConflictSide({
  side,
  near,
  isOpen,
}: {
  side: Side;
  /** A night of the year that needs no saying. */
  near: string;
  isOpen: boolean;
}) {
  const t = useTranslations('records.inbox');
  const common = useTranslations('common');
  const locale = useLocale();
  const name = useSideName()(side);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <ChannelLabel channel={side.channel} className="text-sm" />
        {!isOpen ? null : side.isStanding ? (
          <State kind={side.isHeld ? 'good' : 'differs'}>{t(side.isHeld ? 'holds' : 'holdsNot')}</State>
        ) : (
          <State kind="unknown">{t('over')}</State>
        )}
      </div>
      <p className="break-words font-medium text-lg">
        {side.reservationId ? (
          <Link href={`/reservations/${side.reservationId}`} className="hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </p>
      {side.checkIn && side.checkOut ? (
        <p className="tnum">
          {sayStay(locale, side.checkIn, side.checkOut, near)}
          <span className="text-ink-2">
            {' · '}
            {common('nights', { count: nightsIn(side.checkIn, side.checkOut) })}
          </span>
        </p>
      ) : null}
      <dl className="flex flex-col gap-0.5 text-ink-2 text-sm">
        {side.summary ? (
          <Line label={t('says')}>
            <q>{side.summary}</q>
          </Line>
        ) : null}
        {side.externalId && !side.externalId.startsWith('rsv_') && !side.externalId.includes('/') ? (
          <Line label={t('code')}>
            <span className="break-all font-mono">{side.externalId}</span>
          </Line>
        ) : null}
        {side.calendar ? (
          <Line label={t('calendar')}>
            <Link href={`/channels/history?calendar=${side.calendar.id}`} className="hover:underline">
              {side.calendar.name}
            </Link>
          </Line>
        ) : null}
        {!isOpen && side.unit ? <Line label={t('unit')}>{side.unit.name}</Line> : null}
        {side.firstSeenAt ? (
          <Line label={t('firstSeen')}>
            <Moment at={side.firstSeenAt} />
          </Line>
        ) : null}
      </dl>
    </div>
  );
}

function Line({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-1.5">
      <dt>{label}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}
