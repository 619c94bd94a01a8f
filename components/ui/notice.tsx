import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';

const LOOK = {
  info: { icon: 'info', box: 'bg-accent-soft text-ink', mark: 'text-accent-text' },
  warn: { icon: 'triangle-exclamation-point', box: 'bg-warn-soft text-ink', mark: 'text-warn' },
  bad: { icon: 'circle-exclamation-point', box: 'bg-bad-soft text-ink', mark: 'text-bad' },
} as const;

/** What happened, what it means, and the button: stays until it is answered. */
export function Notice({
  kind,
  title,
  children,
  action,
  className,
}: {
  kind: keyof typeof LOOK;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const { icon, box, mark } = LOOK[kind];
  return (
    <div
      role={kind === 'bad' ? 'alert' : 'note'}
      className={cn('flex items-start gap-2.5 rounded-md px-3 py-2.5 text-base', box, className)}
    >
      <Icon name={icon} className={cn('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? (
          <div className={cn('break-words text-sm', title && 'mt-0.5 text-ink-2')}>{children}</div>
        ) : null}
        {action ? <div className="mt-2 flex flex-wrap gap-2">{action}</div> : null}
      </div>
    </div>
  );
}
