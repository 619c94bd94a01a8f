'use client';

import { Check } from 'lucide-react';
import type { DropdownMenu } from 'radix-ui';
import {
  type ComponentProps,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { cn } from './cn.ts';
import { Slot } from './slot.tsx';
import { loadRadix, useRadix } from './use-radix.ts';

const OPENS = ['Enter', ' ', 'ArrowDown'];

/** What it is made of is fetched with the first sign that it will be opened; until then its button stands alone. */
export function Menu({
  trigger,
  children,
  align = 'end',
  side = 'bottom',
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'bottom' | 'top' | 'right';
}) {
  const Radix = useRadix(false)?.DropdownMenu;
  const [isAsked, setAsked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const hasFocus = useRef(false);
  const isReady = Radix !== undefined;
  // The button that had the focus was another element: this one takes its place.
  useEffect(() => {
    if (isReady && hasFocus.current && !isAsked) button.current?.focus({ preventScroll: true });
  }, [isReady, isAsked]);
  if (!Radix) {
    const ask = () => {
      setAsked(true);
      loadRadix();
    };
    return (
      <Slot
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={loadRadix}
        onPointerDown={(event: PointerEvent) => {
          if (event.button === 0 && !event.ctrlKey) ask();
        }}
        onFocus={() => {
          hasFocus.current = true;
          loadRadix();
        }}
        onBlur={() => {
          hasFocus.current = false;
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (!OPENS.includes(event.key)) return;
          event.preventDefault();
          ask();
        }}
      >
        {trigger}
      </Slot>
    );
  }
  return (
    <Radix.Root defaultOpen={isAsked}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-44 max-w-[calc(100vw-1rem)] animate-rise rounded-lg border border-line bg-overlay p-1 shadow-overlay"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

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
            <Check strokeWidth={1.75} />
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
