import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
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
        const icon = blocks ? 'circle-exclamation-point' : 'triangle-exclamation-point';
        return (
          <li key={guard.code} className="flex items-start gap-1.5">
            <Icon name={icon} className={cn('mt-px size-4 shrink-0', blocks ? 'text-bad' : 'text-warn')} />
            <span className="min-w-0 break-words">
              {t(guard.code, { theirs: guard.theirs ?? '—', ours: guard.ours ?? '—' })}
              {blocks ? ` ${t('blocks')}` : null}
            </span>
          </li>
        );
      })}
      {also.map((name) => (
        <li key={name} className="flex items-start gap-1.5">
          <Icon name="triangle-exclamation-point" className="mt-px size-4 shrink-0 text-warn" />
          <span className="min-w-0 break-words">{t('also', { name })}</span>
        </li>
      ))}
    </ul>
  );
}
