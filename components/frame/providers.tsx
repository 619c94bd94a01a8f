'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { TooltipProvider } from '#components/ui/tooltip.tsx';

/** @param region what the place of notices is called */
export function Providers({ region, children }: { region: string; children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }),
  );
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider>{children}</TooltipProvider>
      <Toaster
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
    </QueryClientProvider>
  );
}
