import { cn } from './cn.ts';

/** Stands exactly where the thing will stand, in its size: nothing moves when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-4 animate-breathe rounded-sm bg-idle-soft', className)} />;
}
