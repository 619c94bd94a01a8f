import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function ChannelsMessagesWords({ children }: { children: ReactNode }) {
  return <Words of={['records.filters']}>{children}</Words>;
}
