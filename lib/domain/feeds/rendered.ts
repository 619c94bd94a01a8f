import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { NightRange } from '#lib/kernel/nights.ts';

/** One version of one subscriber's feed, as it goes out. */
export type Rendered = {
  readonly etag: string;
  readonly version: number;
  readonly lastModified: Temporal.Instant;
  /** Every night that is taken in it. */
  readonly nights: readonly NightRange[];
  readonly text: string;
  readonly byteLength: number;
};
type Kept = Rendered & { packed?: Promise<Uint8Array> };

/** Some 300 feeds of 300 events, packed copies included. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The least recently served go first. Everything kept can be made again, so nothing here needs to survive. */
export class RenderedFeeds {
  readonly #kept = new Map<string, Kept>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get(subscriberId: string, etag: string): Rendered | null {
    const kept = this.#kept.get(subscriberId);
    if (kept?.etag !== etag) return null;
    this.#kept.delete(subscriberId);
    this.#kept.set(subscriberId, kept);
    return kept;
  }

  /** One version per subscriber: the one before is of no use to anybody. */
  put(subscriberId: string, feed: Rendered): void {
    this.#drop(subscriberId);
    if (sizeOf(feed) > this.#maxBytes) return;
    this.#kept.set(subscriberId, feed);
    this.#bytes += sizeOf(feed);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(subscriberId: string): void {
    const kept = this.#kept.get(subscriberId);
    if (!kept) return;
    this.#kept.delete(subscriberId);
    this.#bytes -= sizeOf(kept);
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  get bytes(): number {
    return this.#bytes;
  }
}

/** Text in memory takes up to two bytes a character; a packed copy is a tenth of it and counted as a whole one. */
function sizeOf(feed: Rendered): number {
  return feed.byteLength * 3;
}

const pack = promisify(gzip);

/** The packed copy, made once per version, off the main thread. */
export function packed(feed: Rendered): Promise<Uint8Array> {
  const kept: Kept = feed;
  kept.packed ??= pack(feed.text, { level: 6 });
  return kept.packed;
}

const holder: { latchkeyFeeds?: RenderedFeeds } = globalThis as { latchkeyFeeds?: RenderedFeeds }; // each Next entry is a module graph of its own

export function renderedFeeds(): RenderedFeeds {
  holder.latchkeyFeeds ??= new RenderedFeeds();
  return holder.latchkeyFeeds;
}
