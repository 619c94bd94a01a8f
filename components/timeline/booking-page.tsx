'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { CancelButton } from '#components/frame/cancel-button.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { BookingForm } from './booking-form.tsx';
import { currencyIn, startTonight } from './form-start.ts';
import { useBookingForm } from './use-booking-form.ts';
import { useReread } from './use-timeline-data.ts';

/** The form of a direct booking as a page, for whoever comes from elsewhere than the calendar; saved, it leads to the booking. */
export function BookingPage({
  timeline,
  currencies,
  atMs,
}: {
  timeline: Timeline;
  currencies: Readonly<Record<string, string>>;
  /** What time it is, in milliseconds since 1970. */
  atMs: number;
}) {
  const t = useTranslations('timeline');
  const router = useRouter();
  const reread = useReread();
  const booking = useBookingForm({
    start: startTonight(timeline, atMs),
    currencyOf: (unitId) => currencyIn(timeline, currencies, unitId),
    onSaved: ({ id }) => {
      void reread();
      router.push(`/reservations/${id}`);
    },
  });
  return (
    <div className="flex max-w-[640px] flex-col gap-5">
      <BookingForm booking={booking} timeline={timeline} />
      <div className="flex gap-2">
        <Button type="submit" form={booking.id} kind="primary" pending={booking.pending}>
          {t('book')}
        </Button>
        <CancelButton to="/reservations" />
      </div>
    </div>
  );
}
