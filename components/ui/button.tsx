import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const look = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border text-base font-medium transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'border-transparent bg-accent text-accent-ink hover:bg-accent-hover',
        secondary: 'border-line-strong bg-panel text-ink hover:bg-hover',
        quiet: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
        danger: 'border-transparent bg-bad-strong text-white hover:brightness-90',
        dangerQuiet: 'border-transparent text-bad hover:bg-bad-soft',
        link: 'border-transparent text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current',
      },
      size: {
        md: 'h-8 px-3',
        sm: 'h-7 px-2 text-sm',
        lg: 'h-10 px-4',
        icon: 'size-8',
        iconSm: 'size-7',
        inline: 'h-auto px-0',
      },
    },
    defaultVariants: { kind: 'secondary', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof look> & { asChild?: boolean; pending?: boolean };

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
  const classes = cn(look({ kind, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
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
      {pending ? <LoaderCircle strokeWidth={1.75} className="animate-spin" /> : null}
      {children}
    </button>
  );
}
