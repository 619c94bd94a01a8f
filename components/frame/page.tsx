import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A page's head: what it is, one sentence, the one thing to do here at the right. */
export function PageHead({
  title,
  lead,
  action,
  above,
  className,
}: {
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
  above?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cn(
        'flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-4 pt-5 pb-4 sm:px-6 lg:px-8',
        className,
      )}
    >
      <div className="min-w-0 max-w-3xl">
        {above ? <div className="mb-1 text-ink-2 text-sm">{above}</div> : null}
        <h1 className="text-balance break-words font-semibold text-xl tracking-tight">{title}</h1>
        {lead ? <p className="mt-0.5 text-ink-2">{lead}</p> : null}
      </div>
      {action ? <div className="flex flex-wrap items-center gap-2">{action}</div> : null}
    </div>
  );
}

export function PageBody({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('flex flex-col gap-8 px-4 pb-12 sm:px-6 lg:px-8', className)}>{children}</div>;
}

/** A part of a page: a heading on the canvas, no box around it. */
export function Section({
  id,
  title,
  lead,
  action,
  children,
  className,
}: {
  /** Where a link can lead to it. */
  id?: string;
  title: ReactNode;
  lead?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      {...(id ? { id, 'aria-labelledby': `${id}-title` } : {})}
      className={cn('min-w-0', id && 'scroll-mt-6', className)}
    >
      <div className="mb-2.5 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 {...(id ? { id: `${id}-title` } : {})} className="font-semibold text-lg tracking-tight">
            {title}
          </h2>
          {lead ? <p className="text-ink-2 text-sm">{lead}</p> : null}
        </div>
        {action ? <div className="flex flex-wrap gap-2">{action}</div> : null}
      </div>
      {children}
    </section>
  );
}
