import { useTranslations } from 'next-intl';
import { PageBody } from '#components/frame/page.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const STEPS = ['w-28', 'w-36', 'w-24'];
const ROWS = ['w-2/5', 'w-1/3', 'w-1/2', 'w-2/5', 'w-1/3', 'w-2/5'];

/** The wizard being read: its steps at the left, the listings where they will stand. */
export default function Loading() {
  const t = useTranslations('records');
  return (
    <div role="status" aria-label={t('loading')}>
      <div className="px-4 pt-5 pb-4 sm:px-6 lg:px-8">
        <Skeleton className="mb-2 h-4 w-24" />
        <Skeleton className="h-7 w-64 max-w-full" />
        <Skeleton className="mt-1.5 h-4 w-80 max-w-full" />
      </div>
      <PageBody>
        <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[15rem_minmax(0,1fr)]">
          <div className="flex min-w-0 gap-4 lg:flex-col">
            {STEPS.map((width) => (
              <Skeleton key={width} className={`h-5 ${width}`} />
            ))}
          </div>
          <div className="min-w-0 rounded-lg border border-line bg-panel">
            {ROWS.map((width, row) => (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: they never move
                key={row}
                className="flex h-16 items-center gap-4 border-line border-b px-4 last:border-b-0"
              >
                <Skeleton className={width} />
                <Skeleton className="ml-auto hidden h-8 w-48 sm:block" />
              </div>
            ))}
          </div>
        </div>
      </PageBody>
    </div>
  );
}
