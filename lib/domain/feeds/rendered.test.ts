import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packed, type Rendered, RenderedFeeds } from './rendered.ts';

function feed(etag: string, byteLength = 10): Rendered {
  const text = 'x'.repeat(byteLength);
  const lastModified = Temporal.Instant.from('2026-03-01T12:00:00Z');
  return { etag, version: 1, lastModified, nights: [], text, byteLength };
}

describe('feeds kept in memory', () => {
  it('are given out under their own tag only', () => {
    const kept = new RenderedFeeds();
    kept.put('a', feed('v1'));
    expect(kept.get('a', 'v1')?.etag).toBe('v1');
    expect(kept.get('a', 'v2')).toBeNull();
    expect(kept.get('b', 'v1')).toBeNull();
  });

  it('are one version per subscriber', () => {
    const kept = new RenderedFeeds();
    kept.put('a', feed('v1'));
    kept.put('a', feed('v2'));
    expect(kept.get('a', 'v1')).toBeNull();
    expect(kept.bytes).toBe(30);
  });

  it('never outgrow their bound, and those served longest ago go first', () => {
    const kept = new RenderedFeeds(100);
    for (const id of ['a', 'b', 'c']) kept.put(id, feed('v1'));
    kept.get('a', 'v1');
    kept.put('d', feed('v1'));
    expect(kept.bytes).toBeLessThanOrEqual(100);
    expect(kept.get('b', 'v1')).toBeNull();
    expect(kept.get('a', 'v1')).not.toBeNull();
    kept.put('e', feed('v1', 1000));
    expect(kept.get('e', 'v1')).toBeNull();
    expect(kept.get('a', 'v1')).not.toBeNull();
  });

  it('are packed once, into what unpacks to the same text', async () => {
    const one = feed('v1', 5000);
    const first = await packed(one);
    expect(gunzipSync(first).toString()).toBe(one.text);
    expect(await packed(one)).toBe(first);
  });
});
