import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import type { Run } from '#lib/domain/runs/schemas.ts';

/** "+2 ~1 −0" for eyes, the sentence for ears and on hover. */
export function RunCounts({ run, className }: { run: Run; className?: string }) {
  const t = useTranslations('records.runs');
  if (run.kind === 'push')
    return <span className={cn('tnum text-sm', className)}>{t('told', { count: run.updated })}</span>;
  const said = t('counts', { created: run.created, updated: run.updated, cancelled: run.cancelled });
  const parts = [
    { sign: '+', count: run.created, tone: 'text-good' },
    { sign: '~', count: run.updated, tone: 'text-warn' },
    { sign: '−', count: run.cancelled, tone: 'text-bad' },
  ];
  return (
    <span title={said} className={cn('inline-flex gap-2 font-mono text-sm', className)}>
      <span className="sr-only">{said}</span>
      {parts.map(({ sign, count, tone }) => (
        <span key={sign} aria-hidden className={cn('min-w-6', count > 0 ? tone : 'text-ink-3')}>
          {sign}
          {count}
        </span>
      ))}
    </span>
  );
}
