import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { PERIODS, type Period } from './periods.ts';

/** Times that people ask for most. They keep the other filters. */
export function PeriodLinks({
  here,
  hrefFor,
}: {
  here: Period | 'own';
  hrefFor: (period: Period) => string;
}) {
  const t = useTranslations('reports');
  return (
    <nav aria-label={t('periods')} className="-ml-2 flex flex-wrap gap-1 print:hidden">
      {PERIODS.map((period) => (
        <Link
          key={period}
          href={hrefFor(period)}
          scroll={false}
          aria-current={here === period ? 'true' : undefined}
          className={cn(
            'inline-flex h-7 items-center rounded-md border border-transparent px-2 text-ink-2 text-sm hover:bg-hover hover:text-ink',
            here === period && 'border-line-strong bg-panel font-medium text-ink',
          )}
        >
          {t(`period.${period}`)}
        </Link>
      ))}
    </nav>
  );
}
