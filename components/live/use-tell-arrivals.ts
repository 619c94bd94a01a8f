'use client';

import { useMessages, useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { toast } from '#components/ui/toast.ts';
import type { Arrival } from '#lib/domain/arrivals/schemas.ts';
import type { LiveHears } from './browser.ts';
import { isSoundOn } from './sound-chosen.ts';

const LASTS_MS = 12_000;

type Tell = (items: readonly Arrival[], hasMore: boolean) => void;

/** What to do with bookings that came: tell of them, and sound where this browser has it on. Each is fetched when it is wanted. */
export function useTellArrivals(): Pick<LiveHears, 'arrived' | 'sound'> {
  const t = useTranslations('arrivals');
  const words = useRef(useMessages());
  const telling = useRef<Promise<Tell> | null>(null);
  const isSilenceTold = useRef(false);

  useEffect(() => {
    if (!isSoundOn()) return;
    let end = () => {};
    let isGone = false;
    import('./sound.ts').then(({ allowSoundByTouch }) => {
      if (!isGone) end = allowSoundByTouch();
    }, sayOffline);
    return () => {
      isGone = true;
      end();
    };
  }, []);

  const arrived = useCallback<Tell>((items, hasMore) => {
    telling.current ??= import('./tell-arrivals.tsx').then(({ tellingArrivals }) =>
      tellingArrivals(words.current),
    );
    // In the order of the calls.
    telling.current.then(
      (tell) => tell(items, hasMore),
      () => {
        telling.current = null; // asked for again with the next booking
        sayOffline();
      },
    );
  }, []);

  const sound = useCallback(async () => {
    if (!isSoundOn()) return;
    const heard = await import('./sound.ts').then(({ playSound }) => playSound(), sayOffline);
    const isSilent = heard === 'held' || heard === 'unsupported';
    if (!isSilent || isSilenceTold.current || document.visibilityState !== 'visible') return;
    isSilenceTold.current = true;
    toast(t(`silent.${heard}`), { id: 'arrivals-silent', duration: LASTS_MS });
  }, [t]);

  return useMemo(() => ({ arrived, sound: () => void sound() }), [arrived, sound]);
}

function sayOffline(): void {
  window.dispatchEvent(new Event('latchkey:offline'));
}
