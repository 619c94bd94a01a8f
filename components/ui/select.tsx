import type { ComponentProps } from 'react';
import { BOX_LOOK } from './box-look.ts';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';

/** The platform's own list: the best one on a phone, and it reads out loud. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative block min-w-0', className)}>
      <select className={cn(BOX_LOOK, 'h-8 appearance-none truncate pr-8')} {...rest}>
        {children}
      </select>
      <Icon name="chevron-down" className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3" />
    </span>
  );
}
