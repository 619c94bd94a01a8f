'use client';

import { useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Topic } from '#lib/kernel/live.ts';
import { isForPage } from './live-pages.ts';

/** The server is read again this often at most, however much changes. */
const REFRESH_MS = 3_000;
/** After an answer that is no stream (signed out, too many tabs): the browser itself gives up then. */
const AGAIN_MS = 30_000;
/** A tab that nobody looks at gives its connection up: browsers have six to one server for all their tabs. */
const HIDDEN_MS = 10_000;
const PROBE_MS = 15_000;

/** What is new; null: anything may be. */
type Told = readonly Topic[] | null;

/** The one stream of this tab. `isLive` is false while pages should ask by themselves. */
class LiveLink {
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLive = false;
  #probedAt: number | null = null;
  #hears: ((told: Told) => void) | null = null;
  readonly #watchers = new Set<() => void>();

  readonly isLive = (): boolean => this.#isLive;
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** @returns ends it */
  open(hears: (told: Told) => void): () => void {
    this.#hears = hears;
    const onSight = () => {
      if (document.visibilityState === 'visible') this.#connect();
      else this.#later(HIDDEN_MS, () => this.#drop());
    };
    document.addEventListener('visibilitychange', onSight);
    onSight();
    return () => {
      document.removeEventListener('visibilitychange', onSight);
      this.#drop();
      this.#hears = null;
    };
  }

  #connect(): void {
    clearTimeout(this.#timer);
    if (this.#source) return;
    const source = new EventSource('/api/events');
    this.#source = source;
    // What changed between the page's reading and this moment was told to nobody here.
    const whole = () => {
      this.#say(true);
      this.#hears?.(null);
    };
    source.addEventListener('ready', whole);
    source.addEventListener('resync', whole);
    source.addEventListener('away', () => this.#say(false));
    source.addEventListener('news', (event) => this.#hears?.(topicsOf(event.data)));
    source.addEventListener('error', () => {
      this.#say(false);
      this.#probe();
      if (source.readyState !== EventSource.CLOSED) return; // the browser comes again by itself
      this.#drop();
      this.#later(AGAIN_MS, () => this.#connect());
    });
  }

  /** The browser tries again every few seconds; whether anything answers at all is worth asking more rarely. */
  #probe(): void {
    const now = performance.now();
    if (this.#probedAt !== null && now - this.#probedAt < PROBE_MS) return;
    this.#probedAt = now;
    void tellOffline();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#say(false);
  }

  #later(ms: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, ms);
  }

  #say(isLive: boolean): void {
    if (this.#isLive === isLive) return;
    this.#isLive = isLive;
    for (const watcher of this.#watchers) watcher();
  }
}

const link = new LiveLink();

/** Whether changes are told as they happen; false: ask every few seconds. */
export function useIsLive(): boolean {
  return useSyncExternalStore(link.watch, link.isLive, () => false);
}

/** Reads again what news is about: queries at once, the page's own part soon. Once, around all pages. */
export function useLiveUpdates(): void {
  const client = useQueryClient();
  const router = useRouter();
  const path = useRef('');
  path.current = usePathname();

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
    const close = link.open((topics) => {
      if (!topics || topics.includes('calendar') || topics.includes('conflicts')) {
        for (const key of ['timeline', 'reservation', 'journal', 'rates', 'explain']) {
          void client.invalidateQueries({ queryKey: [key] });
        }
      }
      // The page was read a moment ago when the stream first stands.
      if (topics ? isForPage(path.current, topics) : !isFirst) refreshSoon();
      isFirst = false;
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [client, router]);
}

function topicsOf(text: unknown): Told {
  try {
    const { topics } = JSON.parse(String(text));
    return Array.isArray(topics) ? topics : null;
  } catch {
    return null; // of another version than this page: it asks for everything
  }
}

/** The frame's line says it, and asks until something answers. */
async function tellOffline(): Promise<void> {
  const answered = await fetch('/api/health', { cache: 'no-store' }).then(
    () => true,
    () => false,
  );
  if (!answered && document.visibilityState === 'visible')
    window.dispatchEvent(new Event('latchkey:offline'));
}
