import type { ReactNode } from 'react';
import { Table } from '#components/ui/table.tsx';

/**
 * The numbers behind a chart. Where they are wider than the screen they scroll inside of themselves, by the arrow keys too:
 * there is nothing in them that could take the focus instead.
 */
export function Numbers({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of form fields it is not
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      aria-label={label}
      className="overflow-x-auto rounded-lg [&>div]:w-max [&>div]:min-w-full [&>div]:overflow-x-visible"
    >
      <Table>
        <caption className="sr-only">{label}</caption>
        {children}
      </Table>
    </div>
  );
}
