'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/** What this step is about. It takes the focus when the step is new, so that the keyboard and the voice are where the eye is. */
export function StepHeading({ children, lead }: { children: ReactNode; lead?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const dialog = heading.current?.closest('[role=dialog]');
    // A dialog that has just opened puts the focus by itself.
    if (dialog?.contains(document.activeElement) || document.activeElement === document.body)
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div>
      <h3 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        {children}
      </h3>
      {lead ? <p className="mt-0.5 text-ink-2">{lead}</p> : null}
    </div>
  );
}
