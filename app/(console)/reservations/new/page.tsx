import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { BookingPage } from '#components/timeline/booking-page.tsx';
import { NoProperties } from '#components/timeline/no-properties.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readTonight } from '#lib/domain/availability/tonight.ts';
import { readCurrencies } from '#lib/domain/properties/read-currencies.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('timeline'))('newBooking') };
}

export default async function NewBookingPage() {
  const [{ ctx, role }, t] = await Promise.all([requirePageCtx(), getTranslations('timeline')]);
  if (!can(role, 'reservation.write')) return <Forbidden />;
  const [{ timeline, atMs }, currencies] = await Promise.all([readTonight(ctx), readCurrencies(ctx)]);
  if (timeline.properties.length === 0) return <NoProperties mayAdd={can(role, 'property.write')} />;
  return (
    <>
      <PageHead title={t('newBooking')} lead={t('newBookingMeans')} />
      <PageBody>
        <BookingPage timeline={timeline} currencies={currencies} atMs={atMs} />
      </PageBody>
    </>
  );
}
