'use client';

import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { Icon } from './icon.tsx';
import type { Option } from './pick-list.tsx';

const PickList = dynamic(() => import('./pick-list.tsx').then((module) => module.PickList));

export type { Option } from './pick-list.tsx';

/** A long list to search in. Options are read only once it opens. */
export function Combobox({
  value,
  onChange,
  options,
  searchLabel,
  emptyLabel,
  hideNote,
  placeholder,
  id,
  ...aria
}: {
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
  searchLabel: string;
  /** Said where nothing matches. */
  emptyLabel?: string;
  /** Notes help to choose; once chosen the label says it all. */
  hideNote?: boolean;
  /** Said while nothing is chosen. */
  placeholder?: string;
  id?: string;
  'aria-label'?: string;
  disabled?: boolean;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const chosen = options.find((option) => option.value === value);
  return (
    <>
      <button
        ref={button}
        id={id}
        type="button"
        onClick={() => setOpen(!open)}
        aria-haspopup="dialog"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id ?? ''}-list`}
        {...aria}
        className="flex h-8 w-full min-w-0 items-center gap-2 rounded-md border border-line-strong bg-overlay px-2.5 text-left text-base transition-colors hover:border-ink-3 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad"
      >
        <span className="min-w-0 flex-1 truncate" suppressHydrationWarning>
          {chosen?.label ?? (value || <span className="text-ink-2">{placeholder}</span>)}
          {chosen?.note && !hideNote ? <span className="text-ink-2"> {chosen.note}</span> : null}
        </span>
        <Icon name="chevrons-up-down" className="size-4 shrink-0 text-ink-3" />
      </button>
      {open ? (
        <PickList
          anchor={button}
          id={`${id ?? ''}-list`}
          label={searchLabel}
          emptyLabel={emptyLabel}
          options={options}
          value={value}
          className="w-(--radix-popper-anchor-width) min-w-64"
          onChoose={onChange}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
