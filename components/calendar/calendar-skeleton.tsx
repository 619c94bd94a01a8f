import { useTranslations } from 'next-intl';
import { Skeleton } from '#components/ui/skeleton.tsx';

const BARS = [
  [8, 16],
  [30, 12],
  [22, 20],
  [60, 14],
  [44, 10],
  [12, 24],
] as const;

/** The calendar's own lines and sizes, before its nights are read. */
export function CalendarSkeleton() {
  const t = useTranslations('calendar');
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-1 flex-col">
      <div className="flex items-center gap-3 px-4 py-3 sm:px-6">
        <span className="mr-1 font-semibold text-xl tracking-tight">{t('title')}</span>
        <Skeleton className="h-8 w-36" />
      </div>
      <div className="flex-1 border-line border-t bg-panel">
        <div className="h-[75px] border-line-strong border-b" />
        {BARS.map(([left, width]) => (
          <div key={left} className="relative flex h-[37px] items-center border-line border-b px-3">
            <Skeleton className="w-28" />
            <span className="absolute inset-y-1" style={{ left: `${left + 12}%`, width: `${width}%` }}>
              <Skeleton className="h-7" />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
