import { useTranslations } from 'next-intl';
import { PageBody } from '#components/frame/page.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const COLUMNS = [38, 52, 61, 47, 70, 78, 64, 55, 42, 58, 73, 66].map((height, at) => ({
  height,
  key: `c${at}`,
}));

/** The reports being counted: the periods and filters, and a sentence with a chart under it, twice. */
export function ReportsSkeleton() {
  const t = useTranslations('records');
  return (
    <div role="status" aria-label={t('loading')}>
      <div className="px-4 pt-5 pb-4 sm:px-6 lg:px-8">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="mt-1.5 h-4 w-96 max-w-full" />
      </div>
      <PageBody className="gap-6">
        <div className="flex flex-col gap-3">
          <Skeleton className="h-7 w-[26rem] max-w-full" />
          <Skeleton className="h-[52px] w-[46rem] max-w-full max-sm:h-8" />
        </div>
        {[0, 1].map((part) => (
          <div key={part} className="border-line border-t pt-5">
            <Skeleton className="w-44" />
            <Skeleton className="mt-1.5 h-6 w-[34rem] max-w-full" />
            <div className="mt-8 flex h-52 items-end gap-[2%] border-line-strong border-b pl-11">
              {COLUMNS.map(({ height, key }) => (
                <div key={key} className="flex-1" style={{ height: `${height}%` }}>
                  <Skeleton className="h-full" />
                </div>
              ))}
            </div>
          </div>
        ))}
      </PageBody>
    </div>
  );
}
