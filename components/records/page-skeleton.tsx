import { useTranslations } from 'next-intl';
import { PageBody } from '#components/frame/page.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const ROWS = ['w-2/5', 'w-1/3', 'w-1/2', 'w-2/5', 'w-1/4', 'w-1/3', 'w-2/5', 'w-1/2'];

/** A page being read: head, filters where it has them, rows where the rows will stand. */
export function PageSkeleton({ filters, rows = 8 }: { filters?: boolean; rows?: number }) {
  const t = useTranslations('records');
  return (
    <div role="status" aria-label={t('loading')}>
      <div className="px-4 pt-5 pb-4 sm:px-6 lg:px-8">
        <Skeleton className="h-7 w-44" />
        <Skeleton className="mt-1.5 h-4 w-72 max-w-full" />
      </div>
      <PageBody className="gap-5">
        {filters ? (
          <div className="flex flex-wrap gap-3">
            <Skeleton className="h-8 w-60" />
            <Skeleton className="h-8 w-40" />
            <Skeleton className="h-8 w-40" />
          </div>
        ) : null}
        <div className="rounded-lg border border-line bg-panel">
          {ROWS.slice(0, rows).map((width, row) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: they never move
              key={row}
              className="flex h-12 items-center gap-4 border-line border-b px-4 last:border-b-0"
            >
              <Skeleton className={width} />
              <Skeleton className="ml-auto hidden w-24 sm:block" />
            </div>
          ))}
        </div>
      </PageBody>
    </div>
  );
}
