'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { BookingForm } from './booking-form.tsx';
import type { Nights } from './layout.ts';
import { useBookingForm } from './use-booking-form.ts';

/** A direct booking by hand, over the calendar. */
export function BookingDialog({
  timeline,
  currencyOf,
  start,
  onSaved,
  onClose,
}: {
  timeline: Timeline;
  currencyOf: (unitId: string) => string;
  start: Nights & { unitId: string };
  onSaved: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const booking = useBookingForm({ start, currencyOf, onSaved });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('newBooking')}
      description={t('newBookingMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={booking.id} kind="primary" pending={booking.pending}>
            {t('book')}
          </Button>
        </>
      }
    >
      <BookingForm booking={booking} timeline={timeline} />
    </Dialog>
  );
}
