'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { sayMoney } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { State, type StateKind } from '#components/ui/state.tsx';
import type { ReservationDetail } from '#lib/domain/reservations/schemas.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { EditReservation } from './edit-reservation.tsx';
import { JournalList } from './journal-list.tsx';

export const STATUS_STATE: Record<ReservationDetail['status'], StateKind> = {
  confirmed: 'good',
  pending: 'waiting',
  cancelled: 'bad',
};

export type UnitName = { id: string; name: string };

/** A reservation: who, from where, for how much, and everything that ever happened to it. */
export function ReservationPanel({
  id,
  units,
  now,
  mayWrite,
  first,
}: {
  id: string;
  units: readonly UnitName[];
  now: string;
  mayWrite: boolean;
  /** Read by the page already. */
  first?: ReservationDetail;
}) {
  const t = useTranslations('reservation');
  const common = useTranslations('common');
  const locale = useLocale();
  const client = useQueryClient();
  const key = ['reservation', id];
  const read = useQuery({
    queryKey: key,
    queryFn: () => call<ReservationDetail>('GET', `/api/reservations/${id}`),
    ...(first ? { initialData: first } : {}),
  });
  const [open, setOpen] = useState<'edit' | 'cancel' | null>(null);

  if (read.error) {
    return (
      <ProblemNotice
        problem={toProblem(read.error)}
        className="mt-4"
        action={
          <Button size="sm" onClick={() => void read.refetch()}>
            {common('tryAgain')}
          </Button>
        }
      />
    );
  }
  if (!read.data) {
    return (
      <div className="mt-4 flex flex-col gap-3" aria-busy>
        {['w-1/2', 'w-2/3', 'w-3/5', 'w-1/3'].map((width) => (
          <Skeleton key={width} className={`h-5 ${width}`} />
        ))}
      </div>
    );
  }
  const reservation = read.data;
  const channel =
    reservation.channel === 'direct'
      ? common('direct')
      : (CHANNEL_NAMES[reservation.channel] ?? common('icalSource'));
  const ours = reservation.channel === 'direct' || !reservation.isFollowed;
  const changed = (next: ReservationDetail) => {
    client.setQueryData(key, next);
    setOpen(null);
  };
  return (
    <div className="mt-4 flex flex-col gap-5">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5">
        <Fact name={t('status')}>
          <State kind={STATUS_STATE[reservation.status]}>{t(`statuses.${reservation.status}`)}</State>
        </Fact>
        <Fact name={t('channel')}>
          <span className="inline-flex items-center gap-1.5">
            <ChannelMark channel={reservation.channel} />
            {channel}
          </span>
        </Fact>
        {reservation.externalId &&
        reservation.channel !== 'direct' &&
        !reservation.externalId.includes('/') ? (
          <Fact name={t('code')}>
            <span className="break-all font-mono text-sm">{reservation.externalId}</span>
          </Fact>
        ) : null}
        {reservation.guests ? <Fact name={t('guests')}>{reservation.guests}</Fact> : null}
        {reservation.total ? (
          <Fact name={t('total')}>
            <span className="tnum">
              {sayMoney(locale, reservation.total.amount, reservation.total.currency)}
            </span>
          </Fact>
        ) : null}
        {reservation.guest.email ? <Fact name={t('email')}>{reservation.guest.email}</Fact> : null}
        {reservation.guest.phone ? <Fact name={t('phone')}>{reservation.guest.phone}</Fact> : null}
        {reservation.note ? <Fact name={t('note')}>{reservation.note}</Fact> : null}
      </dl>
      {reservation.isFollowed || reservation.channel === 'direct' ? null : (
        <Notice kind="warn" title={t('noLongerFollowed')}>
          {t('noLongerFollowedMeans')}
        </Notice>
      )}
      {mayWrite && reservation.status !== 'cancelled' ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpen('edit')}>
            <Pencil strokeWidth={1.75} />
            {t('edit')}
          </Button>
          {ours ? (
            <Button kind="dangerQuiet" onClick={() => setOpen('cancel')}>
              {t('cancel')}
            </Button>
          ) : (
            <p className="self-center text-ink-2 text-sm">{t('cancelThere', { channel })}</p>
          )}
        </div>
      ) : null}
      {reservation.journal.length > 0 ? (
        <section>
          <h3 className="mb-1.5 font-semibold">{t('history')}</h3>
          <JournalList items={reservation.journal} now={now} />
        </section>
      ) : null}
      {open === 'edit' ? (
        <EditReservation
          reservation={reservation}
          units={units}
          datesAreOurs={ours}
          onDone={changed}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === 'cancel' ? (
        <CancelDialog reservation={reservation} onDone={changed} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
