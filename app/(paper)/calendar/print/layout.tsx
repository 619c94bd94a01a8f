import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function CalendarPrintWords({ children }: { children: ReactNode }) {
  return <Words of={['paper', 'timeline']}>{children}</Words>;
}
