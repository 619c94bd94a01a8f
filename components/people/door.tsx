import type { ReactNode } from 'react';
import { LanguageLinks } from '#components/frame/language-links.tsx';
import { Mark } from '#components/frame/mark.tsx';

/** The frame of what a stranger sees: a heading, one sentence, a form. */
export function Door({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className="flex items-center gap-2.5">
        <Mark className="size-7" />
        <span className="font-semibold text-lg tracking-tight">Latchkey</span>
      </div>
      <div className="flex w-full max-w-sm flex-1 flex-col justify-center py-10">
        <h1 className="text-balance font-semibold text-2xl tracking-tight">{title}</h1>
        <p className="mt-1.5 text-ink-2">{lead}</p>
        <div className="mt-6">{children}</div>
      </div>
      <LanguageLinks />
    </>
  );
}
