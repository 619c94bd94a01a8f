import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function NewBlockWords({ children }: { children: ReactNode }) {
  return <Words of={['moves', 'timeline']}>{children}</Words>;
}
