'use client';

import { useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { type LiveHears, openLive } from '#components/live/browser.ts';
import { isForPage } from './live-pages.ts';

/** The server is read again this often at most, however much changes. */
const REFRESH_MS = 3_000;

let isTold = false;
const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function sayLive(isLive: boolean): void {
  if (isTold === isLive) return;
  isTold = isLive;
  for (const watcher of watchers) watcher();
}

/** Whether changes are told as they happen; false: ask every few seconds. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    watch,
    () => isTold,
    () => false,
  );
}

/**
 * Reads again what news is about: queries at once, the page's own part soon. Once, around all pages.
 * @param hears bookings that came; may be another at each rendering
 */
export function useLiveUpdates(organizationId: string, hears: Pick<LiveHears, 'arrived' | 'sound'>): void {
  const client = useQueryClient();
  const router = useRouter();
  const path = useRef('');
  path.current = usePathname();
  const latest = useRef(hears);
  latest.current = hears;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let refreshedAt = 0;
    const refreshSoon = () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          refreshedAt = performance.now();
          router.refresh();
        },
        Math.max(100, refreshedAt + REFRESH_MS - performance.now()),
      );
    };
    let isFirst = true;
    const close = openLive(organizationId, {
      told: (topics) => {
        if (!topics || topics.includes('calendar') || topics.includes('conflicts')) {
          for (const key of ['timeline', 'reservation', 'journal', 'rates', 'explain']) {
            void client.invalidateQueries({ queryKey: [key] });
          }
        }
        // Whatever it was may be evidence: an answer, a delivery, a conflict.
        void client.invalidateQueries({ queryKey: ['protection'] });
        // The page was read a moment ago when the stream first stands.
        if (topics ? isForPage(path.current, topics) : !isFirst) refreshSoon();
        isFirst = false;
      },
      live: sayLive,
      arrived: (items, hasMore) => latest.current.arrived(items, hasMore),
      sound: () => latest.current.sound(),
    });
    return () => {
      clearTimeout(timer);
      close();
      sayLive(false);
    };
  }, [client, organizationId, router]);
}
