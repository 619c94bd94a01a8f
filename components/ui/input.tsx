import type { ComponentProps } from 'react';
import { BOX_LOOK } from './box-look.ts';
import { cn } from './cn.ts';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(BOX_LOOK, 'h-8', className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(BOX_LOOK, 'min-h-16 py-1.5', className)} {...rest} />;
}
