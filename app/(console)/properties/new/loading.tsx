import { useTranslations } from 'next-intl';
import { FormSkeleton } from '#components/frame/form-skeleton.tsx';

export default function Loading() {
  const t = useTranslations('property');
  return <FormSkeleton title={t('newTitle')} lead={t('newLead')} pairs={2} hasWideEnd={false} />;
}
