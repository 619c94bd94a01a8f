'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ToastCorner } from '#components/ui/toast-corner.tsx';

/** @param region what the place of notices is called */
export function Providers({ region, children }: { region: string; children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }),
  );
  useEffect(nameTheWay, []);
  return (
    <QueryClientProvider client={client}>
      {children}
      <ToastCorner region={region} />
    </QueryClientProvider>
  );
}

/** What the tab is called on the way from one page to the next: that one's name comes a moment after the last one's went. */
function nameTheWay(): () => void {
  const title = document.createElement('title');
  title.append('Latchkey');
  // Last, for the first is the one that counts, and React puts each page's before those that are there.
  document.head.append(title);
  return () => title.remove();
}
