import { cva } from 'class-variance-authority';

/** How a button looks: also for a link that a page wants without the button's script. */
export const buttonLook = cva(
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
