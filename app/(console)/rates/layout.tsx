import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function RatesWords({ children }: { children: ReactNode }) {
  return <Words of={['explain', 'rates', 'timeline']}>{children}</Words>;
}
