import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function ChannelsProviderConnectedWords({ children }: { children: ReactNode }) {
  return <Words of={['connectResult', 'connections.action', 'connections.cause']}>{children}</Words>;
}
