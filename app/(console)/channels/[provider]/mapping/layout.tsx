import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function ChannelsProviderMappingWords({ children }: { children: ReactNode }) {
  return <Words of={['mapping', 'rates.unsent']}>{children}</Words>;
}
