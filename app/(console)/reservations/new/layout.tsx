import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function NewBookingWords({ children }: { children: ReactNode }) {
  return <Words of={['moves', 'timeline']}>{children}</Words>;
}
