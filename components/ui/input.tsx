import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';

const BOX =
  'w-full min-w-0 rounded-md border border-line-strong bg-overlay px-2.5 text-base text-ink transition-colors duration-150 hover:border-ink-3 focus-visible:border-focus focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(BOX, 'h-8', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(BOX, 'min-h-16 py-1.5', className)} {...rest} />;
}

/** The platform's own list: the best one on a phone, and it reads out loud. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative block min-w-0', className)}>
      <select className={cn(BOX, 'h-8 appearance-none truncate pr-8')} {...rest}>
        {children}
      </select>
      <Icon name="chevron-down" className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3" />
    </span>
  );
}
