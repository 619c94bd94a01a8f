'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { returnFocus } from './return-focus.ts';
import { Scrim } from './scrim.tsx';
import { useRadix } from './use-radix.ts';
import { useSoftClose } from './use-soft-close.ts';

const WIDTH = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-4xl' } as const;

/** One task over the page: a sheet from below on phones. Never opened from another dialog. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = 'md',
  children,
  footer,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  width?: keyof typeof WIDTH;
  children: ReactNode;
  footer?: ReactNode;
}) {
  const t = useTranslations('common');
  const Radix = useRadix(open)?.Dialog;
  const [isGoing, change] = useSoftClose(onOpenChange);
  if (!Radix) return null;
  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Portal>
        <Scrim className={isGoing ? 'opacity-0!' : undefined} />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={returnFocus}
          className={cn(
            'fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[92dvh] w-full animate-slide-up flex-col rounded-t-lg border border-line bg-overlay shadow-overlay',
            'sm:top-[8dvh] sm:bottom-auto sm:max-h-[84dvh] sm:w-[calc(100vw-2rem)] sm:animate-rise sm:rounded-lg',
            WIDTH[width],
            isGoing && 'opacity-0!',
          )}
        >
          <header className="flex items-start gap-3 border-line border-b py-3 pr-3 pl-5">
            <div className="min-w-0 flex-1 py-0.5">
              <Radix.Title className="font-semibold text-lg text-ink">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-0.5 text-ink-2 text-sm">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <Button kind="quiet" size="icon" aria-label={t('close')}>
                <Icon name="x" />
              </Button>
            </Radix.Close>
          </header>
          <div data-dialog-body className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">
            {children}
          </div>
          {footer ? (
            <footer
              data-dialog-footer
              className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3"
            >
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * The work comes first, not the button that closes it; without a field the button that is marked as the answer, else the
 * first, which takes nothing away.
 */
function focusFirst(event: Event) {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  const first =
    dialog.querySelector<HTMLElement>(
      '[data-dialog-body] :is(input:not([type=hidden]), select, textarea, [role=tab][aria-selected=true])',
    ) ??
    dialog.querySelector<HTMLElement>('[data-dialog-footer] [data-answer]') ??
    dialog.querySelector<HTMLElement>('[data-dialog-footer] button:not(:disabled)');
  if (!first) return;
  event.preventDefault();
  first.focus();
}
