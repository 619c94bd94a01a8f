import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import type { Run } from '#lib/domain/runs/schemas.ts';

/** What went wrong, in the reader's words where we have them; the server's own sentence on hover. */
export function RunReasons({ run, className }: { run: Run; className?: string }) {
  const reasons = useTranslations('reason');
  if (run.errors.length === 0) return null;
  const shown = [...new Map(run.errors.map((error) => [error.code, error])).values()];
  return (
    <ul className={cn('text-ink-2 text-sm', className)}>
      {shown.map((error) => (
        <li key={error.code} title={error.message} className="break-words">
          {reasons.has(error.code) ? reasons(error.code) : error.message}
        </li>
      ))}
    </ul>
  );
}
