import type { ReactNode } from 'react';
import { StateLight } from '#components/ui/state-light.tsx';
import type { StateKind } from '#components/ui/state-look.ts';

/** One thing that waits for a person: what happened, what it means for a night, the button. */
export function NeedRow({
  kind,
  state,
  title,
  children,
  action,
}: {
  kind: StateKind;
  /** What the light says aloud. */
  state: string;
  title: ReactNode;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2.5 border-line border-b px-4 py-3 last:border-b-0">
      <div className="flex min-w-0 flex-[1_1_22rem] items-start gap-3">
        <StateLight kind={kind} label={state} className="mt-0.5 size-5" />
        <div className="min-w-0">
          <p className="break-words font-medium">{title}</p>
          <div className="mt-0.5 max-w-3xl break-words text-ink-2 text-sm">{children}</div>
        </div>
      </div>
      {action ? <div className="ml-8 flex flex-wrap gap-2 sm:ml-auto">{action}</div> : null}
    </li>
  );
}
