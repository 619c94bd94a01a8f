'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { Problem } from '#components/api/client.ts';
import { sayInstant } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';

/** Says that what is shown may be old, since when, and asks again. Quiet while all is well. */
export function StaleLine({
  problem,
  readAtMs,
  onRetry,
}: {
  problem: Problem | null;
  readAtMs: number;
  onRetry: () => void;
}) {
  const t = useTranslations('timeline');
  const words = useTranslations('problem');
  const locale = useLocale();
  if (!problem) return null;
  const cause = words.has(`${problem.code}.title`) ? words(`${problem.code}.title`) : words('unknown.title');
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md bg-warn-soft px-3 py-1.5 text-sm print:hidden"
    >
      <Icon name="cloud-off" className="size-4 shrink-0 text-warn" />
      <span className="min-w-0 flex-1">
        {cause}.{' '}
        {readAtMs > 0
          ? t('staleSince', { time: sayInstant(locale, new Date(readAtMs).toISOString()) })
          : t('notRead')}
      </span>
      <Button size="sm" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  );
}
