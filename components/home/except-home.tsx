'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

/** What Home says itself, and in full, is not said above it too. */
export function ExceptHome({ children }: { children: ReactNode }) {
  return usePathname() === '/' ? null : children;
}
