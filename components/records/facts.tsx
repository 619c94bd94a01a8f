import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export type Fact = { label: string; value: ReactNode };

/** What is known of one thing, name and value under each other; a fact without a value is not shown. */
export function Facts({ facts, className }: { facts: readonly (Fact | null | false)[]; className?: string }) {
  const shown = facts.filter((fact): fact is Fact => Boolean(fact));
  return (
    <dl className={cn('tnum grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-2', className)}>
      {shown.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-ink-2">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
