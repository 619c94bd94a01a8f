'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ReservationDetail } from '#lib/domain/reservations/schemas.ts';
import { guestPart } from './draft.ts';
import { RESERVATION_FIELDS, type ReservationDraft, ReservationFields } from './reservation-fields.tsx';
import type { UnitName } from './reservation-panel.tsx';
import { TakenNotice } from './taken-notice.tsx';

const save = (id: string, body: unknown) => call<ReservationDetail>('PATCH', `/api/reservations/${id}`, body);

export function EditReservation({
  reservation,
  units,
  datesAreOurs,
  onDone,
  onClose,
}: {
  reservation: ReservationDetail;
  units: readonly UnitName[];
  datesAreOurs: boolean;
  onDone: (next: ReservationDetail) => void;
  onClose: () => void;
}) {
  const t = useTranslations('reservation');
  const common = useTranslations('common');
  const stay = reservation.stays.find((one) => one.status === 'active') ?? reservation.stays[0];
  const currency = reservation.total?.currency ?? 'EUR';
  const [draft, setDraft] = useState<ReservationDraft>({
    unitId: stay?.unitId ?? '',
    checkIn: stay?.checkIn ?? '',
    checkOut: stay?.checkOut ?? '',
    name: reservation.guest.name ?? '',
    email: reservation.guest.email ?? '',
    phone: reservation.guest.phone ?? '',
    guests: reservation.guests ? String(reservation.guests) : '',
    total: reservation.total ? String(reservation.total.amount / 100) : '',
    note: reservation.note ?? '',
  });
  const { run, pending, problem } = useAction(save);
  const errorOf = useFieldErrors(problem);
  const form = useId();

  async function send(force: boolean) {
    const moved = {
      ...(draft.unitId === stay?.unitId ? {} : { unitId: draft.unitId }),
      ...(draft.checkIn === stay?.checkIn ? {} : { checkIn: draft.checkIn }),
      ...(draft.checkOut === stay?.checkOut ? {} : { checkOut: draft.checkOut }),
    };
    const done = await run(reservation.id, {
      ...guestPart(draft, currency),
      ...moved,
      ...(stay && Object.keys(moved).length > 0 ? { stayId: stay.id } : {}),
      ...(force ? { force } : {}),
    });
    if (done) onDone(done.value);
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('editTitle')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void send(false);
        }}
        className="flex flex-col gap-4"
      >
        <TakenNotice problem={beyondFields(problem, RESERVATION_FIELDS)} onForce={() => void send(true)} />
        {datesAreOurs ? null : <Notice kind="info">{t('datesTheirs')}</Notice>}
        <ReservationFields
          draft={draft}
          onChange={(part) => setDraft((was) => ({ ...was, ...part }))}
          units={units}
          currency={currency}
          errorOf={errorOf}
          datesLocked={!datesAreOurs}
        />
      </form>
    </Dialog>
  );
}
