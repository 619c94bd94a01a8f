'use client';

import { Command } from 'cmdk';
import { Popover } from 'radix-ui';
import type { RefObject } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';

export type Option = { value: string; label: string; note?: string };

/** The open list of a button, to search in. Fetched when one opens first. */
export function PickList({
  anchor,
  id,
  label,
  emptyLabel,
  options,
  value,
  className,
  onChoose,
  onClose,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  id?: string | undefined;
  label: string;
  emptyLabel?: string | undefined;
  options: readonly Option[];
  /** What is chosen; left out where nothing ever is. */
  value?: string;
  className: string;
  onChoose: (value: string) => void;
  onClose: () => void;
}) {
  return (
    <Popover.Root open onOpenChange={onClose}>
      <Popover.Anchor
        virtualRef={anchor as RefObject<HTMLButtonElement> /* it was pressed, so it is there */}
      />
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          // A press on the button closes it by the button.
          onPointerDownOutside={(event) => {
            if (event.target instanceof Node && anchor.current?.contains(event.target))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus({ preventScroll: true });
          }}
          className={cn(
            'z-50 animate-rise overflow-hidden rounded-lg border border-line bg-overlay shadow-overlay',
            className,
          )}
        >
          <Command label={label}>
            <Command.Input
              placeholder={label}
              className="h-9 w-full border-line border-b bg-transparent px-3 text-base outline-none"
            />
            <Command.List id={id} className="max-h-64 overflow-y-auto p-1">
              {emptyLabel ? (
                <Command.Empty className="px-2 py-1.5 text-ink-2">{emptyLabel}</Command.Empty>
              ) : null}
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={`${option.value} ${option.label} ${option.note ?? ''}`}
                  onSelect={() => {
                    onChoose(option.value);
                    onClose();
                  }}
                  className="flex min-h-8 items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
                >
                  {value === undefined ? null : (
                    <Icon
                      name="check"
                      className={cn('size-4 shrink-0', option.value !== value && 'invisible')}
                    />
                  )}
                  <span className={cn('min-w-0', value === undefined ? 'break-words' : 'truncate')}>
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
