import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Rows 40 high, hairlines between, numbers under each other. Scrolls inside itself, never the page. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <div className="relative w-full overflow-x-auto rounded-lg border border-line bg-panel">
      <table className={cn('tnum w-full border-collapse text-left text-base', className)} {...rest} />
    </div>
  );
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 whitespace-nowrap border-line border-b px-3 font-medium text-ink-2 text-sm first:pl-4 last:pr-4',
        className,
      )}
      {...rest}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn('border-line border-b transition-colors last:border-b-0 hover:bg-hover/50', className)}
      {...rest}
    />
  );
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-10 px-3 py-1.5 align-middle first:pl-4 last:pr-4', className)} {...rest} />;
}
