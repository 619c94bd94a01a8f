import ICAL from 'ical.js';
import { getFeed } from '#lib/domain/feeds/get-feed.ts';
import { renderedFeeds } from '#lib/domain/feeds/rendered.ts';
import { type NightRange, nightRange } from '#lib/kernel/nights.ts';
import { broken } from './broken.ts';
import type { World } from './world.ts';

/** Bytes handed out per subscriber and ETag: they must never differ. */
const seenBytes = new WeakMap<World, Map<string, string>>();

/**
 * Fetches a feed of ours as a platform does and reads it with another reader than our own.
 * @returns null for a link that does not work
 */
export async function readFeedNights(
  world: World,
  link: { id: string; token: string; etag: string | null; who: string },
): Promise<{ nights: NightRange[]; etag: string } | 'unchanged' | null> {
  // Half of the time from what is kept, half written anew: both must be the same.
  if (world.random.chance(0.5)) renderedFeeds().clear();
  const feed = await getFeed(world.base, {
    id: link.id,
    token: link.token,
    holds: { etags: link.etag ? [link.etag] : [], modifiedSince: null },
    wantsBody: true,
    caller: { userAgent: 'simulation', ip: '192.0.2.1' },
  });
  if (!feed) return null;
  if (feed.state === 'unchanged') return 'unchanged';
  const { etag, text } = feed.document;
  const seen = seenBytes.get(world) ?? new Map<string, string>();
  seenBytes.set(world, seen);
  const key = `${link.who} ${etag}`;
  const before = seen.get(key);
  if (before !== undefined && before !== text)
    broken(`one version, other bytes: ${key}\n${difference(before, text)}`);
  seen.set(key, text);
  return { nights: nightsIn(text), etag };
}

function difference(before: string, after: string): string {
  const [old, now] = [before.split('\r\n'), after.split('\r\n')];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  return [...gone, ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`)].join('\n');
}

function nightsIn(text: string): NightRange[] {
  return new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents('vevent')
    .map((event) =>
      nightRange(
        String(event.getFirstPropertyValue('dtstart')),
        String(event.getFirstPropertyValue('dtend')),
      ),
    );
}
