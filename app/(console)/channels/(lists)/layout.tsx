import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function ChannelsWords({ children }: { children: ReactNode }) {
  return (
    <Words
      of={[
        'avito',
        'calendars',
        'connections',
        'health',
        'reason',
        'records.channels',
        'records.followed',
        'records.runs',
        'records.syncAll',
      ]}
    >
      {children}
    </Words>
  );
}
