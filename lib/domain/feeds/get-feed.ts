import { union } from '#lib/kernel/nights.ts';
import type { Deps } from '../ctx.ts';
import { readEntries } from './entries.ts';
import { type Caller, noteSeen, onlyVersionSince, recordFetch } from './fetches.ts';
import { findLink, type Link } from './find-link.ts';
import { renderFeed } from './render.ts';
import { type Rendered, renderedFeeds } from './rendered.ts';

export type FeedAsk = {
  readonly id: string;
  readonly token: string;
  /** What the reader holds, as its request says. `etags`: without quotes and weak marks, or '*'. */
  readonly holds: { readonly etags: readonly string[]; readonly modifiedSince: Temporal.Instant | null };
  /** False for HEAD: nothing is handed out. */
  readonly wantsBody: boolean;
  readonly caller: Caller;
};

export type Feed =
  | { readonly state: 'unchanged'; readonly etag: string; readonly lastModified: Temporal.Instant }
  | { readonly state: 'document'; readonly document: Rendered };

/**
 * A feed for whoever holds its link; null for any other token, with no word why. A warm 304 is one round trip and no write,
 * a warm 200 two (the second records the fetch), a changed calendar is read and written once per version and subscriber.
 * @throws whatever the database throws: the caller answers 503, since an empty calendar would free every night.
 */
export async function getFeed(deps: Deps, ask: FeedAsk): Promise<Feed | null> {
  const link = await findLink(deps, deps.db, ask);
  if (!link) return null;
  if (await isHeld(deps, link, ask)) {
    noteSeen(deps, link);
    return { state: 'unchanged', etag: link.etag, lastModified: link.lastModified };
  }
  const feed = renderedFeeds().get(link.subscriberId, link.etag) ?? (await renderNow(deps, ask));
  if (!feed) return null;
  if (ask.wantsBody) await recordFetch(deps, link, feed, ask.caller);
  return { state: 'document', document: feed };
}

async function isHeld(deps: Deps, link: Link, ask: FeedAsk): Promise<boolean> {
  const { etags, modifiedSince } = ask.holds;
  if (etags.length > 0) return etags.includes('*') || etags.includes(link.etag);
  return modifiedSince !== null && (await holdsDate(deps, link, modifiedSince));
}

/**
 * A date is a weak promise: two versions may fall in one second, and a change may commit after a fetch that its time
 * precedes. So the date must be exactly the current one, and everything handed out to this subscriber since must have been
 * the current version. The margin is for clocks of several processes.
 */
async function holdsDate(deps: Deps, link: Link, modifiedSince: Temporal.Instant): Promise<boolean> {
  if (!modifiedSince.equals(link.lastModified)) return false;
  return onlyVersionSince(deps, link, modifiedSince.subtract({ seconds: 5 }));
}

/**
 * Reads link and events in one snapshot, so that the version never claims more than the bytes hold: a booking that commits
 * in between is in neither or in both.
 */
async function renderNow(deps: Deps, ask: FeedAsk): Promise<Rendered | null> {
  const read = await deps.db.transaction(
    async (tx) => {
      const link = await findLink(deps, tx, ask);
      if (!link) return null;
      return { link, entries: await readEntries(tx, { ...link, instanceId: deps.instanceId }) };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  if (!read) return null;
  const { link, entries } = read;
  const text = renderFeed({
    name: link.unitId === null ? `${link.name} (all units)` : link.name,
    description:
      link.unitId === null
        ? 'For people, not for channels: it holds the bookings of several units, and a channel would close one for all of them.'
        : null,
    stamp: link.changedAt,
    privacy: link.privacy,
    entries,
  });
  const feed: Rendered = {
    etag: link.etag,
    version: link.version,
    lastModified: link.lastModified,
    nights: union(entries),
    text,
    byteLength: Buffer.byteLength(text),
  };
  renderedFeeds().put(link.subscriberId, feed);
  return feed;
}
