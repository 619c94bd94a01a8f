import { call } from '#components/api/client.ts';
import type { Arrival, Arrivals } from '#lib/domain/arrivals/schemas.ts';
import { ArrivalsFeed, type Kept } from './arrivals.ts';
import { LiveLink, type PageSigns } from './link.ts';
import type { Told } from './stream.ts';

export type LiveHears = {
  readonly told: (told: Told) => void;
  readonly live: (isLive: boolean) => void;
  /** To be told to whoever looks at this page, in the order in which they came. */
  readonly arrived: (items: readonly Arrival[], hasMore: boolean) => void;
  readonly sound: () => void;
};

const PROBE_MS = 15_000;

/** Everything that this page hears of changes, while it is open. @returns ends it */
export function openLive(organizationId: string, hears: LiveHears): () => void {
  let probedAt = Number.NEGATIVE_INFINITY;
  const feed: ArrivalsFeed = new ArrivalsFeed({
    organizationId,
    read: (since) => call<Arrivals>('GET', since === null ? '/api/arrivals' : `/api/arrivals?since=${since}`),
    memory: memoryOf(organizationId),
    isSeen: PAGE.isSeen,
    tell: (answer) => link.post({ kind: 'arrivals', answer }),
    tellSeen: (ids) => link.post({ kind: 'seen', ids }),
    show: hears.arrived,
    sound: hears.sound,
  });
  const link = new LiveLink(
    {
      organizationId,
      openSource: () => new EventSource('/api/events'),
      // Only where the page came safely: by https, or from this machine.
      locks: navigator.locks ?? null,
      openChannel: typeof BroadcastChannel === 'undefined' ? null : (name) => new BroadcastChannel(name),
      page: PAGE,
    },
    {
      told: (told) => {
        if (!told || told.some((topic) => topic === 'calendar' || topic === 'inbox')) feed.ask();
        hears.told(told);
      },
      live: (isLive) => {
        feed.live(isLive);
        hears.live(isLive);
      },
      leads: (isLeading) => feed.lead(isLeading),
      message: (message) => {
        if (message.kind === 'arrivals') feed.hear(message.answer);
        if (message.kind === 'seen') feed.seen(message.ids);
      },
      // The browser tries again every few seconds; whether anything answers at all is worth asking more rarely.
      failed: () => {
        if (performance.now() - probedAt < PROBE_MS) return;
        probedAt = performance.now();
        void tellOffline();
      },
    },
  );
  const unwatch = PAGE.watch(() => {
    if (PAGE.isSeen()) feed.look();
  });
  link.open();
  return () => {
    unwatch();
    feed.close();
    link.close();
  };
}

const PAGE: PageSigns = {
  isSeen: () => document.visibilityState === 'visible',
  watch: (work) => {
    // resume: a frozen tab thaws. pageshow: one comes back from the history.
    const signs: readonly [EventTarget, string][] = [
      [document, 'visibilitychange'],
      [document, 'resume'],
      [window, 'pageshow'],
      [window, 'focus'],
      [window, 'online'],
    ];
    for (const [target, kind] of signs) target.addEventListener(kind, work);
    return () => {
      for (const [target, kind] of signs) target.removeEventListener(kind, work);
    };
  },
};

function memoryOf(organizationId: string): { load: () => Kept | null; save: (kept: Kept) => void } {
  const key = `latchkey.arrivals.${organizationId}`;
  return {
    load: () => {
      try {
        const { now, atMs, known } = JSON.parse(localStorage.getItem(key) ?? 'null');
        const isWhole = typeof now === 'string' && typeof atMs === 'number' && Array.isArray(known);
        return isWhole ? { now, atMs, known } : null;
      } catch {
        return null; // nothing kept, or nothing may be: from now on, then
      }
    },
    save: (kept) => {
      try {
        localStorage.setItem(key, JSON.stringify(kept));
      } catch {
        // Full or forbidden: only a page that is loaded anew would have asked for it.
      }
    },
  };
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
