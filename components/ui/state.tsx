import {
  ArrowLeftRight,
  Check,
  CircleDashed,
  CirclePause,
  Clock3,
  Hand,
  type LucideIcon,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** confirmed, on its way, failed, differs, needs a person, switched off, nothing known yet. */
export type StateKind = 'good' | 'waiting' | 'bad' | 'differs' | 'needs_you' | 'paused' | 'unknown';

const LOOK: Record<StateKind, { icon: LucideIcon; text: string; chip: string }> = {
  good: { icon: Check, text: 'text-good', chip: 'bg-good-soft text-good' },
  waiting: { icon: Clock3, text: 'text-ink-2', chip: 'bg-idle-soft text-ink-2' },
  bad: { icon: X, text: 'text-bad', chip: 'bg-bad-soft text-bad' },
  differs: { icon: ArrowLeftRight, text: 'text-warn', chip: 'bg-warn-soft text-warn' },
  needs_you: { icon: Hand, text: 'text-warn', chip: 'bg-warn-soft text-warn' },
  paused: { icon: CirclePause, text: 'text-ink-2', chip: 'bg-idle-soft text-ink-2' },
  unknown: { icon: CircleDashed, text: 'text-ink-3', chip: 'bg-idle-soft text-ink-2' },
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
  const { icon: Icon, text, chip: box } = LOOK[kind];
  return (
    <span
      title={title}
      className={cn(
        'inline-flex min-w-0 items-center gap-1.5 text-sm',
        chip ? cn('rounded-md px-1.5 py-0.5 font-medium', box) : text,
        className,
      )}
    >
      <Icon aria-hidden strokeWidth={2} className="size-3.5 shrink-0" />
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
  const { icon: Icon, chip } = LOOK[kind];
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cn('inline-grid size-4 shrink-0 place-items-center rounded-full', chip, className)}
    >
      <Icon aria-hidden strokeWidth={2.5} className="size-2.5" />
    </span>
  );
}
