import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LiveHub } from './hub.ts';
import { openStream, type StreamOptions } from './stream.ts';

const streamOf = (hub: LiveHub, more: Partial<StreamOptions>) =>
  openStream(hub, {
    org: 'org',
    holder: 'ses',
    mayStay: async () => true,
    request: { signal: new AbortController().signal },
    ...more,
  });

async function textOf(stream: ReadableStream<Uint8Array> | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += Buffer.from(chunk).toString('utf8');
  return text;
}

describe('a stream', () => {
  it('ends once its holder may not listen any more, and gives its seat back', async () => {
    const hub = new LiveHub();
    let may = true;
    const stream = streamOf(hub, { mayStay: async () => may, proveMs: 10 });
    expect(hub.size).toBe(1);
    setTimeout(() => {
      may = false;
    }, 30);
    await textOf(stream);
    expect(hub.size).toBe(0);
  });

  it('ends where nobody can say whether it may go on', async () => {
    const hub = new LiveHub();
    await textOf(streamOf(hub, { mayStay: () => Promise.reject(new Error('away')), proveMs: 5 }));
    expect(hub.size).toBe(0);
  });

  it('beats in words that a page can hear, so that nobody takes it for dead', async () => {
    const hub = new LiveHub();
    const stream = streamOf(hub, { beatMs: 5 });
    setTimeout(() => hub.endAll(), 50);
    const text = await textOf(stream);
    expect(text).toMatch(/^retry: 3000\n\nevent: away\ndata: \{\}\n\n(event: beat\ndata: \{\}\n\n){2}/);
  });

  it('is cut where its client does not read', async () => {
    const hub = new LiveHub();
    streamOf(hub, { beatMs: 60_000 });
    for (let i = 0; i < 100; i++) hub.down();
    expect(hub.size).toBe(0);
  });

  it('ends when its client hangs up, however long ago the request was answered', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const hub = new LiveHub();
    const hangUp = new AbortController();
    streamOf(hub, { request: new Request('http://localhost/', { signal: hangUp.signal }) });
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    hangUp.abort();
    expect(hub.size).toBe(0);
  });

  it('leaves no timer behind when its client hangs up', async () => {
    const hub = new LiveHub();
    const stream = streamOf(hub, {});
    await stream?.cancel();
    expect(hub.size).toBe(0);
    hub.up();
  });
});
