'use client';

import type { ComponentProps, JSX } from 'react';
import { toast } from '#components/ui/toast.ts';
import { MoreWords } from '#components/words/more-words.tsx';
import type { Arrival } from '#lib/domain/arrivals/schemas.ts';
import { arrange } from './arrange.ts';
import { ArrivalToast, CountedToast } from './arrival-toast.tsx';

const LASTS_MS = 12_000;
const COUNTED = 'arrivals';

type OnScreen = { items: readonly Arrival[]; isCounted: boolean; hasMore: boolean };
const NOTHING: OnScreen = { items: [], isCounted: false, hasMore: false };

/**
 * Tells of bookings: a toast each, or one that counts them.
 * @param words toasts are drawn in the corner of all pages, which has not the words of this one
 */
export function tellingArrivals(words: ComponentProps<typeof MoreWords>['words']) {
  let open = NOTHING;
  return (items: readonly Arrival[], hasMore: boolean): void => {
    const before = open;
    const told = arrange(before.items, items);
    if (told.kind === 'each') {
      open = { ...before, items: [...before.items, ...items] };
      for (const item of told.items) {
        const gone = () => {
          // One that was counted meanwhile is gone as a toast and not as news.
          if (!open.isCounted) open = { ...open, items: open.items.filter(({ id }) => id !== item.id) };
        };
        showToast(item.id, gone, (hold, close) => (
          <MoreWords words={words}>
            <ArrivalToast arrival={item} onHold={hold} onClose={close} />
          </MoreWords>
        ));
      }
      return;
    }
    const counted = { items: told.items, isCounted: true, hasMore: before.hasMore || hasMore };
    open = counted;
    const gone = () => {
      open = NOTHING;
    };
    if (!before.isCounted) for (const { id } of before.items) toast.dismiss(id);
    showToast(COUNTED, gone, (hold, close) => (
      <MoreWords words={words}>
        <CountedToast arrivals={counted.items} hasMore={counted.hasMore} onHold={hold} onClose={close} />
      </MoreWords>
    ));
  };
}

/** It stays while it is pointed at, which the toaster sees to, and while it has the focus. */
function showToast(
  id: string,
  gone: () => void,
  draw: (hold: (isHeld: boolean) => void, close: () => void) => JSX.Element,
): void {
  const show = (duration: number) =>
    void toast.custom(() => draw(hold, close), { id, duration, onAutoClose: gone, onDismiss: gone });
  const hold = (isHeld: boolean) => show(isHeld ? Number.POSITIVE_INFINITY : LASTS_MS);
  const close = () => void toast.dismiss(id);
  show(LASTS_MS);
}
