import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** One sentence that teaches, one action, and where it helps a real sample of what will stand here. */
export function EmptyState({
  title,
  children,
  action,
  sample,
  className,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  sample?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn('rounded-lg border border-line-strong border-dashed px-5 py-6', className)}>
      <div className="max-w-xl">
        <h2 className="font-semibold text-lg">{title}</h2>
        {children ? <p className="mt-1 text-ink-2">{children}</p> : null}
        {action ? <div className="mt-4 flex flex-wrap gap-2">{action}</div> : null}
      </div>
      {sample ? <div className="mt-6">{sample}</div> : null}
    </div>
  );
}
