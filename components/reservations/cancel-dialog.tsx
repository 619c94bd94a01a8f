'use client';

import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ReservationDetail } from '#lib/domain/reservations/schemas.ts';

const cancel = (id: string) => call<ReservationDetail>('POST', `/api/reservations/${id}/cancel`);

export function CancelDialog({
  reservation,
  onDone,
  onClose,
}: {
  reservation: ReservationDetail;
  onDone: (next: ReservationDetail) => void;
  onClose: () => void;
}) {
  const t = useTranslations('reservation');
  const { run, pending, problem } = useAction(cancel);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="sm"
      title={t('cancelTitle', { name: reservation.guest.name ?? t('theGuest') })}
      description={t('cancelMeans')}
      footer={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button
            kind="danger"
            pending={pending}
            onClick={async () => {
              const done = await run(reservation.id);
              if (done) onDone(done.value);
            }}
          >
            {t('cancel')}
          </Button>
        </>
      }
    >
      <ProblemNotice problem={problem} />
    </Dialog>
  );
}
