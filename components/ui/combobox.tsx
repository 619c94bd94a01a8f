'use client';

import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { cn } from './cn.ts';

export type Option = { value: string; label: string; note?: string };

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
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          id={id}
          type="button"
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
          <ChevronsUpDown aria-hidden strokeWidth={1.75} className="size-4 shrink-0 text-ink-3" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={searchLabel}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 w-(--radix-popover-trigger-width) min-w-64 animate-rise overflow-hidden rounded-lg border border-line bg-overlay shadow-overlay"
        >
          <Command label={searchLabel}>
            <Command.Input
              placeholder={searchLabel}
              className="h-9 w-full border-line border-b bg-transparent px-3 text-base outline-none"
            />
            <Command.List id={`${id ?? ''}-list`} className="max-h-64 overflow-y-auto p-1">
              {emptyLabel ? (
                <Command.Empty className="px-2 py-1.5 text-ink-2">{emptyLabel}</Command.Empty>
              ) : null}
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={`${option.value} ${option.label} ${option.note ?? ''}`}
                  onSelect={() => {
                    onChange(option.value);
                    setOpen(false);
                  }}
                  className="flex min-h-8 items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
                >
                  <Check
                    aria-hidden
                    strokeWidth={1.75}
                    className={cn('size-4 shrink-0', option.value !== value && 'invisible')}
                  />
                  <span className="min-w-0 truncate">
                    {option.label} <span className="text-ink-2">{option.note}</span>
                  </span>
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
