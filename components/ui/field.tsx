'use client';

import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';

type Control = ReactElement<{
  id?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}>;

/** A label, its control, what it is for, and what is wrong with it, tied together for readers of the screen. */
export function Field({
  label,
  hint,
  error,
  optional,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: string;
  className?: string;
  children: Control;
}) {
  const made = useId();
  const id = children.props.id ?? made;
  const note = `${made}-note`;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className="flex items-baseline justify-between gap-3 text-sm font-medium text-ink">
        {label}
        {optional ? <span className="font-normal text-ink-3 text-xs">{optional}</span> : null}
      </label>
      {cloneElement(children, {
        id,
        'aria-describedby': hint || error ? note : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <p id={note} role="alert" className="flex items-start gap-1.5 text-bad text-sm">
          <Icon name="circle-exclamation-point" className="mt-px size-4 shrink-0" />
          {error}
        </p>
      ) : hint ? (
        <p id={note} className="text-ink-2 text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
