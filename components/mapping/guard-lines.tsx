import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import type { Guard } from '#lib/domain/mappings/schemas.ts';

/** What to look at before it is activated; what stops it says so. */
export function GuardLines({
  guards,
  alsoFor = [],
}: {
  guards: readonly Guard[];
  alsoFor?: readonly string[];
}) {
  const t = useTranslations('mapping.guard');
  // The server says it with more weight once it was asked.
  const also = guards.some((guard) => guard.code === 'unit_twice') ? [] : alsoFor;
  if (guards.length === 0 && also.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {guards.map((guard) => {
        const blocks = guard.level === 'blocks';
        const Icon = blocks ? CircleAlert : TriangleAlert;
        return (
          <li key={guard.code} className="flex items-start gap-1.5">
            <Icon
              aria-hidden
              strokeWidth={1.75}
              className={cn('mt-px size-4 shrink-0', blocks ? 'text-bad' : 'text-warn')}
            />
            <span className="min-w-0 break-words">
              {t(guard.code, { theirs: guard.theirs ?? '—', ours: guard.ours ?? '—' })}
              {blocks ? ` ${t('blocks')}` : null}
            </span>
          </li>
        );
      })}
      {also.map((name) => (
        <li key={name} className="flex items-start gap-1.5">
          <TriangleAlert aria-hidden strokeWidth={1.75} className="mt-px size-4 shrink-0 text-warn" />
          <span className="min-w-0 break-words">{t('also', { name })}</span>
        </li>
      ))}
    </ul>
  );
}
