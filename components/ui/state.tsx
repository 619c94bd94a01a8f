import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';

/** confirmed, on its way, failed, differs, needs a person, switched off, nothing known yet. */
export type StateKind = 'good' | 'waiting' | 'bad' | 'differs' | 'needs_you' | 'paused' | 'unknown';

const LOOK: Record<StateKind, { icon: IconName; text: string; chip: string }> = {
  good: { icon: 'check', text: 'text-good', chip: 'bg-good-soft text-good' },
  waiting: { icon: 'clock-3', text: 'text-ink-2', chip: 'bg-idle-soft text-ink-2' },
  bad: { icon: 'x', text: 'text-bad', chip: 'bg-bad-soft text-bad' },
  differs: { icon: 'arrow-left-right', text: 'text-warn', chip: 'bg-warn-soft text-warn' },
  needs_you: { icon: 'hand', text: 'text-warn', chip: 'bg-warn-soft text-warn' },
  paused: { icon: 'circle-pause', text: 'text-ink-2', chip: 'bg-idle-soft text-ink-2' },
  unknown: { icon: 'circle-dashed', text: 'text-ink-3', chip: 'bg-idle-soft text-ink-2' },
};

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
  const { icon, text, chip: box } = LOOK[kind];
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

/** The light alone, where the word stands in its label. */
export function StateLight({
  kind,
  label,
  className,
}: {
  kind: StateKind;
  label: string;
  className?: string;
}) {
  const { icon, chip } = LOOK[kind];
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cn('inline-grid size-4 shrink-0 place-items-center rounded-full', chip, className)}
    >
      <Icon name={icon} strokeWidth={2.5} className="size-2.5" />
    </span>
  );
}
