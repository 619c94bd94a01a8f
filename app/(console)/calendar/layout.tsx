import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function CalendarWords({ children }: { children: ReactNode }) {
  return (
    <Words of={['explain', 'foundClosures', 'moves', 'protection', 'rates', 'timeline']}>{children}</Words>
  );
}
