import type { ReactNode } from 'react';
import { Icon } from '#components/ui/icon.tsx';

/** What the reader's role does not open here, and who can. */
export function Closed({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-ink-2 text-sm">
      <Icon name="lock" className="mt-px size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
