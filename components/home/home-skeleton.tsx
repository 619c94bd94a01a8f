import { useTranslations } from 'next-intl';
import { PageBody } from '#components/frame/page.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Home being read: head, two days, units, each where it will stand. */
export function HomeSkeleton() {
  const t = useTranslations('home');
  return (
    <div role="status" aria-label={t('loading')}>
      <div className="px-4 pt-5 pb-4 sm:px-6 lg:px-8">
        <Skeleton className="h-7 w-52" />
        <Skeleton className="mt-1.5 h-4 w-80 max-w-full" />
      </div>
      <PageBody>
        <div className="flex flex-col gap-3">
          <div className="flex justify-end gap-2">
            <Skeleton className="h-7 w-20" />
            <Skeleton className="h-7 w-40" />
          </div>
          <div className="grid gap-x-8 gap-y-8 xl:grid-cols-2">
            <Block rows={3} />
            <Block rows={3} />
          </div>
        </div>
        <Block rows={4} />
      </PageBody>
    </div>
  );
}

const WIDTHS = ['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4'];

function Block({ rows }: { rows: number }) {
  return (
    <div className="min-w-0">
      <Skeleton className="mb-3.5 h-5 w-32" />
      <div className="rounded-lg border border-line bg-panel">
        {WIDTHS.slice(0, rows).map((width) => (
          <div key={width} className="flex h-14 items-center gap-4 border-line border-b px-4 last:border-b-0">
            <Skeleton className={width} />
            <Skeleton className="ml-auto hidden w-24 sm:block" />
          </div>
        ))}
      </div>
    </div>
  );
}
