import { useTranslations } from 'next-intl';
import { FormSkeleton } from '#components/frame/form-skeleton.tsx';

export default function Loading() {
  const t = useTranslations('timeline');
  return <FormSkeleton title={t('newBooking')} lead={t('newBookingMeans')} pairs={3} />;
}
