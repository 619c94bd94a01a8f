import type { ReactNode } from 'react';

/** What is known of something, a line each; nothing is shown for what is not known. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, value: ReactNode] | null)[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-4 gap-y-1.5 text-base">
      {facts
        .filter((fact) => fact !== null)
        .map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-2 text-sm leading-5">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
