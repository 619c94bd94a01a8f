import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { buttonLook } from './button-look.ts';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { Slot } from './slot.tsx';

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & { asChild?: boolean; pending?: boolean };

/** `pending` keeps the width, shows that it works, and swallows a second click. */
export function Button({
  kind,
  size,
  asChild,
  pending,
  className,
  children,
  type,
  onClick,
  ...rest
}: ButtonProps) {
  const classes = cn(buttonLook({ kind, size }), className);
  if (asChild) {
    return (
      <Slot className={classes} onClick={onClick} {...rest}>
        {children}
      </Slot>
    );
  }
  return (
    <button
      type={type ?? 'button'}
      className={classes}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {pending ? <Icon name="loader-circle" className="animate-spin" /> : null}
      {children}
    </button>
  );
}
