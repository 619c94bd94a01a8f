import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { STATE_LOOK, type StateKind } from './state-look.ts';

/** A state as icon and word. `chip` where it stands in a table or beside a title, plain inside a sentence. */
export function State({
  kind,
  children,
  chip,
  className,
  title,
}: {
  kind: StateKind;
  children: ReactNode;
  chip?: boolean;
  className?: string;
  title?: string;
}) {
  const { icon, text, chip: box } = STATE_LOOK[kind];
  return (
    <span
      title={title}
      className={cn(
        'inline-flex min-w-0 items-center gap-1.5 text-sm',
        chip ? cn('rounded-md px-1.5 py-0.5 font-medium', box) : text,
        className,
      )}
    >
      <Icon name={icon} strokeWidth={2} className="size-3.5 shrink-0" />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
