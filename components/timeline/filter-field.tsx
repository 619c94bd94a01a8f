'use client';

import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { cn } from '#components/ui/cn.ts';

/** Looks for a unit or a guest; Escape empties it. */
export function FilterField({
  q,
  input,
  label,
  onChange,
}: {
  q: string;
  /** What is looked for, where it is not a unit or a guest. */
  label?: string;
  input?: RefObject<HTMLInputElement | null>;
  onChange: (q: string) => void;
}) {
  const t = useTranslations('timeline');
  return (
    <label className="relative w-full max-w-60 max-sm:max-w-none">
      <span className="sr-only">{label ?? t('filter')}</span>
      <Search
        aria-hidden
        strokeWidth={1.75}
        className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3"
      />
      <input
        ref={input}
        type="search"
        value={q}
        placeholder={label ?? t('filter')}
        maxLength={80}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
        className={cn(
          'h-8 w-full min-w-0 rounded-md border border-line-strong bg-panel pr-8 pl-8 text-base transition-colors hover:border-ink-3 [&::-webkit-search-cancel-button]:hidden',
          q !== '' && 'border-accent',
        )}
      />
      {q === '' ? (
        <kbd className="pointer-events-none absolute top-1.5 right-2 rounded-sm border border-line px-1.5 font-sans max-sm:hidden text-ink-3 text-xs">
          /
        </kbd>
      ) : (
        <button
          type="button"
          onClick={() => onChange('')}
          aria-label={t('clearFilter')}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-ink-2 hover:bg-hover"
        >
          <X aria-hidden strokeWidth={1.75} className="size-4" />
        </button>
      )}
    </label>
  );
}
