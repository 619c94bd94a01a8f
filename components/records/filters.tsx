'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';

type Filters = { values: URLSearchParams; set: (patch: Record<string, string | null>) => void };
const FiltersContext = createContext<Filters | null>(null);

function useFilters(): Filters {
  const filters = useContext(FiltersContext);
  if (!filters) throw new Error('a filter stands inside FilterBar');
  return filters;
}

/** Filters live in the address: they survive a reload and can be sent to somebody. */
export function FilterBar({
  names,
  children,
  more,
}: {
  names: readonly string[];
  children: ReactNode;
  /** Filters that fold away on phones. */
  more?: ReactNode;
}) {
  const t = useTranslations('records.filters');
  const router = useRouter();
  const path = usePathname();
  const values = new URLSearchParams(useSearchParams());
  const [pending, start] = useTransition();
  const [open, setOpen] = useState(false);

  function set(patch: Record<string, string | null>) {
    const next = new URLSearchParams(values);
    next.delete('cursor'); // a place in another list means nothing here
    for (const [name, value] of Object.entries(patch)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    start(() => router.replace(next.size > 0 ? `${path}?${next}` : path, { scroll: false }));
  }

  const active = names.filter((name) => values.has(name));
  return (
    <FiltersContext value={{ values, set }}>
      <search
        aria-label={t('label')}
        aria-busy={pending}
        className="flex flex-wrap items-end gap-x-3 gap-y-2.5"
      >
        {children}
        {more ? (
          <>
            <Button className="sm:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon name="sliders-horizontal" />
              {t('more')}
            </Button>
            <div className={open ? 'contents' : 'contents max-sm:hidden'}>{more}</div>
          </>
        ) : null}
        {active.length > 0 ? (
          <Button kind="quiet" onClick={() => set(Object.fromEntries(active.map((name) => [name, null])))}>
            {t('clear')}
          </Button>
        ) : null}
        <span role="status" className="self-center text-ink-2 text-sm">
          {pending ? t('reading') : ''}
        </span>
      </search>
    </FiltersContext>
  );
}

function Labelled({ label, children, className }: { label: string; children: ReactNode; className: string }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <span className="text-ink-2 text-xs">{label}</span>
      {children}
    </label>
  );
}

export function FilterChoice({
  name,
  label,
  all,
  options,
}: {
  name: string;
  label: string;
  all: string;
  options: readonly { value: string; label: string }[];
}) {
  const { values, set } = useFilters();
  const value = values.get(name) ?? '';
  const isKnown = value === '' || options.some((option) => option.value === value);
  return (
    <Labelled label={label} className="w-[calc(50%-0.375rem)] sm:w-auto sm:max-w-44 sm:flex-1 sm:basis-32">
      <Select value={value} onChange={(event) => set({ [name]: event.target.value })}>
        <option value="">{all}</option>
        {isKnown ? null : <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    </Labelled>
  );
}

export function FilterDay({ name, label }: { name: string; label: string }) {
  const { values, set } = useFilters();
  const stored = values.get(name) ?? '';
  return (
    <Labelled label={label} className="w-[calc(50%-0.375rem)] sm:w-36">
      <Input
        key={stored}
        type="date"
        min="1970-01-01"
        max="2199-12-31"
        defaultValue={stored}
        onChange={(event) => {
          // While a year is being typed it reads 0002: nobody means that.
          const { value } = event.target;
          if (value === '' || value >= '1970') set({ [name]: value });
        }}
      />
    </Labelled>
  );
}

/** Asks once typing rests; Enter asks at once. */
export function FilterText({ name, label }: { name: string; label: string }) {
  const { values, set } = useFilters();
  const stored = values.get(name) ?? '';
  const [text, setText] = useState(stored);
  const typed = useRef(false);
  const latest = useRef(set);
  latest.current = set;

  useEffect(() => {
    if (!typed.current) setText(stored);
  }, [stored]);
  useEffect(() => {
    if (!typed.current) return;
    const timer = setTimeout(() => {
      typed.current = false;
      latest.current({ [name]: text.trim() });
    }, 350);
    return () => clearTimeout(timer);
  }, [text, name]);

  return (
    <Labelled label={label} className="min-w-0 flex-1 basis-40 sm:w-52 sm:flex-none sm:basis-auto">
      <Input
        type="search"
        maxLength={100}
        value={text}
        onChange={(event) => {
          typed.current = true;
          setText(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          typed.current = false;
          set({ [name]: text.trim() });
        }}
      />
    </Labelled>
  );
}
