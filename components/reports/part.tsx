import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';

/** One question, the sentence that answers it, the picture, and the numbers behind it. */
export function Part({
  id,
  question,
  finding,
  notes,
  csv,
  table,
  children,
  className,
}: {
  id: string;
  question: string;
  finding: ReactNode;
  /** What a careful reader must know of how it was counted. */
  notes?: readonly ReactNode[];
  csv?: string | undefined;
  table?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  const t = useTranslations('reports');
  return (
    <section
      aria-labelledby={`${id}-title`}
      className={cn('min-w-0 scroll-mt-6 border-line border-t pt-5 print:break-inside-avoid', className)}
    >
      <div className="flex items-start justify-between gap-4">
        <h2 id={`${id}-title`} className="text-ink-2 text-sm">
          {question}
        </h2>
        {csv ? (
          <Button asChild kind="quiet" size="sm" className="-my-1 -mr-2 print:hidden">
            <a href={csv} download aria-label={t('csvOf', { name: question })}>
              <Icon name="download" />
              {t('csv')}
            </a>
          </Button>
        ) : null}
      </div>
      <p className="mt-0.5 max-w-3xl text-balance font-semibold text-lg tracking-tight">{finding}</p>
      {children ? <div className="mt-3">{children}</div> : null}
      {notes && notes.length > 0 ? (
        <ul className="mt-3 flex max-w-3xl flex-col gap-1 text-ink-2 text-sm">
          {notes.map((note, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never move
            <li key={at}>{note}</li>
          ))}
        </ul>
      ) : null}
      {table ? (
        <details className="group mt-3">
          <summary className="w-fit rounded-sm text-accent-text text-sm underline decoration-line-strong underline-offset-4 hover:decoration-current">
            {t('asTable')}
          </summary>
          <div className="mt-3 max-w-4xl">{table}</div>
        </details>
      ) : null}
    </section>
  );
}
