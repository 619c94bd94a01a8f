import { getTranslations } from 'next-intl/server';
import { Skeleton } from '#components/ui/skeleton.tsx';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Head, tools and grid in the sizes they will have: nothing moves when the nights come. */
export async function TimelineSkeleton() {
  const t = await getTranslations('timeline');
  return (
    <section aria-busy className="timeline">
      <div className="flex flex-1 flex-col gap-3 px-4 pt-4 pb-4 sm:absolute sm:inset-0 sm:px-5">
        <div>
          <h1 className="font-semibold text-xl tracking-tight">{t('title')}</h1>
          <Skeleton className="mt-1.5 mb-1 h-3.5 w-72 max-w-full" />
        </div>
        <div className="flex h-8 items-center gap-3">
          <Skeleton className="h-8 w-36 rounded-md" />
          <Skeleton className="h-5 w-44" />
        </div>
        <div className="hidden overflow-hidden rounded-lg border border-line-strong bg-panel sm:block">
          <div className="h-[69px] border-line-strong border-b" />
          {ROWS.map((row) => (
            <div key={row} className="flex h-[39px] items-center border-line border-b">
              <div className="flex h-full w-(--unit-col) shrink-0 items-center gap-2 border-line-strong border-r px-3">
                <Skeleton className="size-4 rounded-full" />
                <Skeleton className="w-28" />
              </div>
            </div>
          ))}
        </div>
        <div className="flex flex-col gap-3 pt-2 sm:hidden">
          {ROWS.slice(0, 6).map((row) => (
            <Skeleton key={row} className="h-11 w-full rounded-md" />
          ))}
        </div>
      </div>
    </section>
  );
}
