import { useTranslations } from 'next-intl';
import { Skeleton } from '#components/ui/skeleton.tsx';

export default function Loading() {
  const t = useTranslations('records');
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-4">
      <Skeleton className="h-6 w-40" />
      <Skeleton className="h-4 w-72 max-w-full" />
      <Skeleton className="h-8 w-full max-w-[640px]" />
      <Skeleton className="h-8 w-full max-w-[640px]" />
    </div>
  );
}
