'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Ago } from '#components/format/ago.tsx';
import { sayMoney } from '#components/format/money.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { State } from '#components/ui/state.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import type { ReservationDetail } from '#lib/domain/reservations/schemas.ts';
import { useDesk } from './desk.ts';
import { Facts } from './facts.tsx';
import { History } from './history.tsx';
import { shareNight } from './layout.ts';
import { MoveForm } from './move-form.tsx';
import type { Opened } from './opened.ts';
import type { TimelineUnit } from './rows.ts';
import { Source } from './source.tsx';
import { mayMove } from './target.ts';
import { useBarWords } from './use-bar-words.ts';

/** A guest's stay: what the channel told, who follows it, what clashes with it, and what happened to it. */
export function StayDetails({
  opened,
  timeline,
  reservationId,
  onOpen,
}: {
  opened: Opened;
  timeline: Timeline;
  reservationId: string;
  onOpen: (bar: Bar, unit: TimelineUnit) => void;
}) {
  const t = useTranslations('timeline');
  const query = useQuery({
    queryKey: ['reservation', reservationId],
    queryFn: ({ signal }) =>
      call<ReservationDetail>('GET', `/api/reservations/${reservationId}`, undefined, signal),
    refetchInterval: 15_000,
  });
  const reservation = query.data;
  const moves = useTranslations('moves');
  const desk = useDesk();
  const [isChanging, setChanging] = useState(opened.intent === 'change');
  if (isChanging) return <MoveForm opened={opened} timeline={timeline} onClose={() => setChanging(false)} />;
  return (
    <div className="flex flex-col gap-4">
      {mayMove(opened.bar, opened.unit.id, desk.rights) ? (
        <Button className="self-start" onClick={() => setChanging(true)}>
          {moves('change')}
        </Button>
      ) : null}
      <ClashNotice opened={opened} onOpen={onOpen} />
      {reservation ? (
        <Told reservation={reservation} opened={opened} />
      ) : query.error ? (
        <ProblemNotice
          problem={toProblem(query.error)}
          action={
            <Button size="sm" onClick={() => void query.refetch()}>
              {t('retry')}
            </Button>
          }
        />
      ) : (
        <div className="flex flex-col gap-2.5 pt-1">
          {['w-24', 'w-48', 'w-40', 'w-52', 'w-32'].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      )}
    </div>
  );
}

const STATUS = { confirmed: 'good', pending: 'waiting', cancelled: 'bad' } as const;

function Told({ reservation, opened }: { reservation: ReservationDetail; opened: Opened }) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const words = useBarWords();
  const { bar } = opened;
  const { guest, total } = reservation;
  const isDirect = reservation.channel === 'direct';
  return (
    <>
      <Facts
        facts={[
          [
            t('status'),
            <State key="status" kind={STATUS[reservation.status]}>
              {t(`statuses.${reservation.status}`)}
            </State>,
          ],
          [t('channel'), words.channel(reservation.channel, bar)],
          isDirect ? null : [t('code'), <Code key="code" text={reservation.externalId} />],
          bar.source ? [t('from'), <Source key="source" opened={opened} />] : null,
          bar.source && !reservation.isFollowed ? [t('followed'), t('noLongerFollowed')] : null,
          reservation.guests === null ? null : [t('guests'), reservation.guests],
          total ? [t('price'), sayMoney(locale, total.amount, total.currency)] : null,
          guest.phone
            ? [
                t('phone'),
                <a
                  key="phone"
                  href={`tel:${guest.phone.replace(/[^+\d]/g, '')}`}
                  className="underline decoration-line-strong underline-offset-4"
                >
                  {guest.phone}
                </a>,
              ]
            : null,
          guest.email
            ? [
                t('email'),
                <a
                  key="mail"
                  href={`mailto:${guest.email}`}
                  className="underline decoration-line-strong underline-offset-4"
                >
                  {guest.email}
                </a>,
              ]
            : null,
          reservation.note ? [t('note'), reservation.note] : null,
          reservation.stays.length > 1 ? [t('rooms'), reservation.stays.length] : null,
          [t('changed'), <Ago key="ago" at={reservation.updatedAt} now={reservation.updatedAt} />],
        ]}
      />
      <Button asChild className="self-start">
        <Link href={`/reservations/${reservation.id}`}>
          {t('openReservation')}
          <Icon name="arrow-right" />
        </Link>
      </Button>
      <History items={reservation.journal} />
    </>
  );
}

function Code({ text }: { text: string }) {
  return <span className="select-all break-all font-mono text-sm">{text}</span>;
}

/** Who else claims these nights, and the way to settle it. */
function ClashNotice({ opened, onOpen }: { opened: Opened; onOpen: (bar: Bar, unit: TimelineUnit) => void }) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const desk = useDesk();
  const { bar, unit } = opened;
  if (!bar.inConflict) return null;
  const others = unit.bars.filter((one) => one.inConflict && one.id !== bar.id && shareNight(one, bar));
  return (
    <Notice
      kind="bad"
      title={bar.parked ? t('parkedMeans') : t('clashMeans')}
      action={
        <Button asChild kind="danger" size="sm">
          <Link href={`/conflicts?unit=${unit.id}`}>
            {desk.rights.resolve ? t('resolve') : t('seeClash')}
          </Link>
        </Button>
      }
    >
      {others.map((one) => (
        <button
          key={one.id}
          type="button"
          onClick={() => onOpen(one, unit)}
          className="block text-left underline decoration-line-strong underline-offset-4 hover:decoration-current"
        >
          {words.fullName(one)}, {words.stay(one)}
        </button>
      ))}
    </Notice>
  );
}
