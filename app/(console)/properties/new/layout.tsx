import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function PropertiesNewWords({ children }: { children: ReactNode }) {
  return <Words of={['property']}>{children}</Words>;
}
