import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function PropertiesIdEditWords({ children }: { children: ReactNode }) {
  return <Words of={['archive', 'property']}>{children}</Words>;
}
