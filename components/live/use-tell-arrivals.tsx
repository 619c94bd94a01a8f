'use client';

import { useMessages, useTranslations } from 'next-intl';
import { type JSX, useCallback, useEffect, useMemo, useRef } from 'react';
import { toast } from '#components/ui/toast.ts';
import { MoreWords } from '#components/words/more-words.tsx';
import type { Arrival } from '#lib/domain/arrivals/schemas.ts';
import { arrange } from './arrange.ts';
import type { LiveHears } from './browser.ts';
import { allowSoundByTouch, isSoundOn, playSound } from './sound.ts';

const LASTS_MS = 12_000;
const COUNTED = 'arrivals';

type Parts = typeof import('./arrival-toast.tsx');
let parts: Promise<Parts> | null = null;

/** Does it once what toasts of bookings are made of is here, which is fetched with the first; in the order of the calls. */
function withParts(then: (loaded: Parts) => void): void {
  parts ??= import('./arrival-toast.tsx');
  parts.then(then, () => {
    parts = null; // asked for again with the next booking
    window.dispatchEvent(new Event('latchkey:offline'));
  });
}

type OnScreen = { items: readonly Arrival[]; isCounted: boolean; hasMore: boolean };
const NOTHING: OnScreen = { items: [], isCounted: false, hasMore: false };

/** What to do with bookings that came: a toast each, or one that counts them, and a sound where this browser has it on. */
export function useTellArrivals(): Pick<LiveHears, 'arrived' | 'sound'> {
  const t = useTranslations('arrivals');
  // Toasts are drawn in the corner of all pages, which has not the words of this one.
  const words = useRef(useMessages());
  const open = useRef<OnScreen>(NOTHING);
  const isSilenceTold = useRef(false);
  useEffect(allowSoundByTouch, []);

  const arrived = useCallback((items: readonly Arrival[], hasMore: boolean) => {
    const before = open.current;
    const told = arrange(before.items, items);
    if (told.kind === 'each') {
      open.current = { ...before, items: [...before.items, ...items] };
      for (const item of told.items) {
        const gone = () => {
          // One that was counted meanwhile is gone as a toast and not as news.
          if (open.current.isCounted) return;
          open.current = { ...open.current, items: open.current.items.filter(({ id }) => id !== item.id) };
        };
        withParts(({ ArrivalToast }) =>
          showToast(item.id, gone, (hold, close) => (
            <MoreWords words={words.current}>
              <ArrivalToast arrival={item} onHold={hold} onClose={close} />
            </MoreWords>
          )),
        );
      }
      return;
    }
    const counted = { items: told.items, isCounted: true, hasMore: before.hasMore || hasMore };
    open.current = counted;
    const gone = () => {
      open.current = NOTHING;
    };
    withParts(({ CountedToast }) => {
      if (!before.isCounted) for (const { id } of before.items) toast.dismiss(id);
      showToast(COUNTED, gone, (hold, close) => (
        <MoreWords words={words.current}>
          <CountedToast arrivals={counted.items} hasMore={counted.hasMore} onHold={hold} onClose={close} />
        </MoreWords>
      ));
    });
  }, []);

  const sound = useCallback(() => {
    if (!isSoundOn()) return;
    void playSound().then((heard) => {
      const isSilent = heard === 'held' || heard === 'unsupported';
      if (!isSilent || isSilenceTold.current || document.visibilityState !== 'visible') return;
      isSilenceTold.current = true;
      toast(t(`silent.${heard}`), { id: 'arrivals-silent', duration: LASTS_MS });
    });
  }, [t]);

  return useMemo(() => ({ arrived, sound }), [arrived, sound]);
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
