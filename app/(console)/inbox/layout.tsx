import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function InboxWords({ children }: { children: ReactNode }) {
  return (
    <Words
      of={[
        'calendars',
        'clash.card',
        'foundClosures',
        'health',
        'reason',
        'records.followed',
        'records.inbox',
        'waiting',
      ]}
    >
      {children}
    </Words>
  );
}
