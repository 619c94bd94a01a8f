import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function HomeWords({ children }: { children: ReactNode }) {
  return (
    <Words
      of={[
        'avito',
        'calendars',
        'connections.need',
        'findLink',
        'home.calendar',
        'reason',
        'turnovers.share',
        'turnovers.share',
      ]}
    >
      {children}
    </Words>
  );
}
