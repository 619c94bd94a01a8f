import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { STATE_LOOK, type StateKind } from './state-look.ts';

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
  const { icon, chip } = STATE_LOOK[kind];
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
