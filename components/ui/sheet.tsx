'use client';

import type { ReactNode } from 'react';
import { returnFocus } from './return-focus.ts';
import { Scrim } from './scrim.tsx';
import { useRadix } from './use-radix.ts';

/** Slides in from the left over the page: the rail on phones. */
export function Sheet({
  open,
  onOpenChange,
  title,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
}) {
  const Radix = useRadix(open)?.Dialog;
  if (!Radix) return null;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Scrim />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="aside-left animate-slide-left shadow-overlay"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
