'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';

function cancel(id: string): Promise<unknown> {
  return call('POST', `/api/reservations/${id}/cancel`);
}

/** Only for bookings that no channel decides. The confirmation names the nights that open. */
export function ReservationCancel({
  reservation,
  unitNames,
}: {
  reservation: Reservation;
  unitNames: Readonly<Record<string, string>>;
}) {
  const t = useTranslations('records.reservation');
  const common = useTranslations('common');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { run, pending, problem, clear } = useAction(cancel);
  const name = reservation.guest.name ?? t('thisGuest');

  async function confirm() {
    if (!(await run(reservation.id))) return;
    toast(t('cancelDone', { name }));
    setOpen(false);
  }

  return (
    <>
      <Button
        kind="dangerQuiet"
        className="border-line-strong"
        onClick={() => {
          clear();
          setOpen(true);
        }}
      >
        {t('cancel')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('cancelTitle', { name })}
        description={t('cancelMeans')}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('keep')}</Button>
            <Button kind="danger" pending={pending} onClick={confirm}>
              {t('cancel')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <ProblemNotice problem={problem} />
          <p className="font-medium text-sm">{t('cancelFrees')}</p>
          <ul className="tnum rounded-md border border-line">
            {reservation.stays
              .filter((stay) => stay.status === 'active')
              .map((stay) => (
                <li
                  key={stay.id}
                  className="flex flex-wrap gap-x-3 border-line border-b px-3 py-2 last:border-b-0"
                >
                  <span>{sayStay(locale, stay.checkIn, stay.checkOut)}</span>
                  <span className="text-ink-2">
                    {common('nights', { count: nightsIn(stay.checkIn, stay.checkOut) })}
                    {stay.unitId ? ` · ${unitNames[stay.unitId] ?? ''}` : ''}
                  </span>
                </li>
              ))}
          </ul>
          <p className="text-ink-2 text-sm">{t('cancelGuest')}</p>
        </div>
      </Dialog>
    </>
  );
}
