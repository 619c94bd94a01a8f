'use client';

import type { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Icon } from './icon.tsx';
import { useRadix } from './use-radix.ts';

/** Of a menu that is open, so that they are here. */
function useParts(): typeof DropdownMenu {
  const radix = useRadix(true);
  if (!radix) throw new Error('a part of a menu stands outside of one');
  return radix.DropdownMenu;
}

const ITEM =
  'flex min-h-8 select-none items-center gap-2.5 rounded-md px-2 py-1 text-base text-ink outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-2';

export function MenuItem({
  danger,
  className,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  const Radix = useParts();
  return <Radix.Item className={cn(ITEM, danger && 'text-bad [&_svg]:text-bad', className)} {...rest} />;
}

export function MenuChoices({
  value,
  onChange,
  options,
}: {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string; lang?: string }[];
}) {
  const Radix = useParts();
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          lang={option.lang}
          className={cn(ITEM, 'justify-between')}
        >
          {option.label}
          <Radix.ItemIndicator>
            <Icon name="check" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const Radix = useParts();
  return <Radix.Label className="px-2 pt-1.5 pb-1 font-medium text-ink-3 text-xs">{children}</Radix.Label>;
}

export function MenuLine() {
  const Radix = useParts();
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
