import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function ChannelsProviderFailedWords({ children }: { children: ReactNode }) {
  return <Words of={['connections.action']}>{children}</Words>;
}
