import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';

export default function SettingsNoticesWords({ children }: { children: ReactNode }) {
  return <Words of={['notices']}>{children}</Words>;
}
