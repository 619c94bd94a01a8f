'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, startTransition, useCallback, useEffect, useRef } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import { Icon } from '#components/ui/icon.tsx';

/** Stillness after which a word counts: letters typed in one go are looked for together. */
const REST_MS = 200;

/**
 * Looks for a unit or a guest; Enter does not wait, Escape empties it. What is typed stands in the field alone until it
 * rests: drawing what it leaves out must not hold up the next letter.
 */
export function FilterField({
  q,
  input,
  label,
  onFocus,
  onChange,
}: {
  q: string;
  /** What is looked for, where it is not a unit or a guest. */
  label?: string;
  input?: RefObject<HTMLInputElement | null>;
  /** Somebody is about to type. */
  onFocus?: () => void;
  onChange: (q: string) => void;
}) {
  const t = useTranslations('timeline');
  const own = useRef<HTMLInputElement>(null);
  const field = input ?? own;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const listener = useRef(onChange);
  listener.current = onChange;
  const told = useRef(q);

  const tell = useCallback((next: string) => {
    clearTimeout(timer.current);
    timer.current = undefined;
    told.current = next;
    afterPaint(() => startTransition(() => listener.current(next)));
  }, []);
  const wait = useCallback(
    (next: string) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => tell(next), REST_MS);
    },
    [tell],
  );
  // Emptied from elsewhere, by a button that shows all again: a word itself comes from nowhere but here.
  useEffect(() => {
    if (q !== '' || told.current === '' || timer.current !== undefined) return;
    told.current = '';
    if (field.current) field.current.value = '';
  }, [q, field]);
  useEffect(() => {
    const now = field.current;
    // Typed before any script ran.
    if (now && now.value !== told.current) wait(now.value);
    return () => {
      // Closed before it rested, with a form around it: what was typed was meant.
      if (timer.current !== undefined && now) tell(now.value);
    };
  }, [field, tell, wait]);

  function clear() {
    if (field.current) field.current.value = '';
    tell('');
  }

  return (
    <label className="relative w-full max-w-60 max-sm:max-w-none">
      <span className="sr-only">{label ?? t('filter')}</span>
      <Icon name="search" className="lens size-4" />
      <input
        ref={field}
        type="search"
        defaultValue={q}
        placeholder={label ?? t('filter')}
        maxLength={80}
        onFocus={onFocus}
        onChange={(event) => wait(event.target.value)}
        onBlur={(event) => {
          if (timer.current !== undefined) tell(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') tell(event.currentTarget.value);
          if (event.key !== 'Escape') return;
          clear();
          event.currentTarget.blur();
        }}
        className="peer looked-for transition-colors"
      />
      <kbd className="slash hidden sm:peer-placeholder-shown:block">/</kbd>
      <button
        type="button"
        onClick={clear}
        aria-label={t('clearFilter')}
        className="clears peer-placeholder-shown:hidden"
      >
        <Icon name="x" className="size-4" />
      </button>
    </label>
  );
}
