import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function ReservationsWords({ children }: { children: ReactNode }) {
  return <Words of={['records.filters', 'records.reservations']}>{children}</Words>;
}
