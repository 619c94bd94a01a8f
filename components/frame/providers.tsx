'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ToastCorner } from '#components/ui/toast-corner.tsx';

/** @param region what the place of notices is called */
export function Providers({ region, children }: { region: string; children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }),
  );
  return (
    <QueryClientProvider client={client}>
      {children}
      <ToastCorner region={region} />
    </QueryClientProvider>
  );
}
