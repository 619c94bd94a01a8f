'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Slot } from './slot.tsx';
import { loadRadix, useRadix } from './use-radix.ts';

const OPENS = ['Enter', ' ', 'ArrowDown'];

/** Its items, or what to fetch for them together with what menus are made of. `load` stays the same. */
type Items<T> =
  | { load?: undefined; children: ReactNode }
  | { load: () => Promise<T>; children: (loaded: T) => ReactNode };

type Looks = {
  trigger: ReactNode;
  align?: 'start' | 'end';
  side?: 'bottom' | 'top' | 'right';
};

/** What it is made of is fetched with the first sign that it will be opened; until then its button stands alone. */
export function Menu<T = never>({ trigger, align = 'end', side = 'bottom', ...items }: Looks & Items<T>) {
  const [loaded, setLoaded] = useState<{ items: T } | null>(null);
  const fetchAll = () => {
    loadRadix();
    // Asked for again with the next sign where it fails; twice is once.
    items.load?.().then(
      (module) => setLoaded((was) => was ?? { items: module }),
      () => window.dispatchEvent(new Event('latchkey:offline')),
    );
  };
  const isHere = items.load === undefined || loaded !== null;
  const radix = useRadix(false)?.DropdownMenu;
  const Radix = isHere ? radix : undefined;
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
      fetchAll();
    };
    return (
      <Slot
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={fetchAll}
        onPointerDown={(event: PointerEvent) => {
          if (event.button === 0 && !event.ctrlKey) ask();
        }}
        onFocus={() => {
          hasFocus.current = true;
          fetchAll();
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
  // Not modal: that would listen to the wheel of the document, see scrim.tsx.
  return (
    <Radix.Root defaultOpen={isAsked} modal={false}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      {/* The press that closes it presses nothing else, also where something takes the pointer by itself. */}
      <Radix.Portal>
        <div aria-hidden className="pointer-events-auto fixed inset-0 z-40" />
      </Radix.Portal>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="menu animate-rise shadow-overlay"
        >
          {items.load === undefined ? items.children : loaded && items.children(loaded.items)}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
