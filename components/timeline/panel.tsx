'use client';

import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Scrim } from '#components/ui/scrim.tsx';

type Props = { title: string; sign: ReactNode; children: ReactNode; onClose: () => void };

/** Beside the timeline, which makes room: the row stays in sight. Not modal: the next bar is a click away. */
export function SidePanel({ title, sign, children, onClose }: Props) {
  const t = useTranslations('common');
  const panel = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another bar was opened, its title is read out
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
      className="flex max-h-full w-[336px] shrink-0 self-start animate-slide-right flex-col overflow-hidden rounded-lg border border-line-strong bg-panel outline-none print:hidden"
    >
      <header className="flex items-start gap-2.5 py-3 pr-2 pl-4">
        <span className="flex h-8 items-center">{sign}</span>
        <h2 className="min-w-0 flex-1 break-words py-1 font-semibold text-lg">{title}</h2>
        <Button
          kind="quiet"
          size="icon"
          onClick={onClose}
          aria-label={t('close')}
          title={`${t('close')} (Esc)`}
        >
          <Icon name="x" />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-5">{children}</div>
    </aside>
  );
}

/** The same from below, where there is no room beside. */
export function BottomPanel({ title, sign, children, onClose }: Props) {
  const t = useTranslations('common');
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Scrim />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[78dvh] w-full max-w-2xl animate-slide-up flex-col rounded-t-lg border border-line bg-overlay pb-[env(safe-area-inset-bottom)] shadow-overlay"
        >
          <header className="flex items-start gap-2.5 py-3 pr-2 pl-4">
            <span className="flex h-8 items-center">{sign}</span>
            <Radix.Title className="min-w-0 flex-1 break-words py-1 font-semibold text-lg">
              {title}
            </Radix.Title>
            <Radix.Close asChild>
              <Button kind="quiet" size="icon" aria-label={t('close')}>
                <Icon name="x" />
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
