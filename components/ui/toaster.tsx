'use client';

import { useEffect } from 'react';
import { Toaster as Corner, toast } from 'sonner';
import { startToasts } from './toast.ts';

/** Where things are said. @param region what the place is called */
export function Toaster({ region }: { region: string }) {
  // After the corner's own effect, so that it hears what waited.
  useEffect(() => startToasts(toast), []);
  return (
    <Corner
      position="bottom-right"
      gap={8}
      // Each in full, also where nothing hovers; a phone and a keyboard could not open a pile.
      expand
      visibleToasts={4}
      containerAriaLabel={region}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-[min(22rem,calc(100vw-2rem))] items-start gap-2.5 rounded-lg border border-line bg-overlay px-3.5 py-3 font-sans text-base text-ink shadow-overlay',
          title: 'font-medium',
          description: 'text-ink-2 text-sm',
          icon: 'mt-0.5 shrink-0 text-good [&_svg]:size-4',
        },
      }}
    />
  );
}
