import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSource } from './fakes.ts';
import { LiveStream } from './stream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function opened() {
  const sources: FakeSource[] = [];
  const said: string[] = [];
  const stream = new LiveStream(
    () => {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    {
      told: (told) => said.push(told ? `told ${told.join(' ')}` : 'told all'),
      live: (isLive) => said.push(isLive ? 'live' : 'away'),
      failed: () => said.push('failed'),
    },
  );
  stream.start();
  const last = () => {
    const source = sources.at(-1);
    if (!source) throw new Error('nothing was opened');
    return source;
  };
  return { stream, sources, said, last };
}

describe('the stream of a browser', () => {
  it('tells what is new, and to ask for everything when it first stands or was away', () => {
    const { said, last } = opened();
    last().say('ready');
    last().say('news', { topics: ['calendar'], unitIds: null });
    last().say('away');
    last().say('beat');
    last().say('resync');
    expect(said).toEqual(['live', 'told all', 'told calendar', 'away', 'away', 'live', 'told all']);
  });

  it('that beats is kept for hours; one that says nothing for 45 seconds is opened anew', () => {
    const { sources, last } = opened();
    last().say('ready');
    for (let quarter = 0; quarter < 480; quarter++) {
      vi.advanceTimersByTime(15_000);
      last().say('beat');
    }
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(44_000);
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(6_500);
    expect(sources).toHaveLength(2);
    expect(sources[0]?.readyState).toBe(2);
  });

  it('is opened anew the moment the page wakes, however the line looks', () => {
    const { stream, sources, said, last } = opened();
    last().say('ready');
    vi.setSystemTime(Date.now() + 8 * 3600_000); // asleep: no timer ran
    stream.check();
    expect(sources).toHaveLength(2);
    expect(said.at(-1)).toBe('away');
    sources[0]?.say('news', { topics: ['calendar'] });
    expect(said.at(-1)).toBe('away'); // the dead one has nothing more to say
  });

  it('is not taken for dead because the clock was set back, and still is once it is silent', () => {
    const { stream, sources, last } = opened();
    last().say('ready');
    vi.setSystemTime(Date.now() - 3600_000);
    stream.check();
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(55_000);
    expect(sources).toHaveLength(2);
  });

  it('comes again by itself after an answer that is none, and lets the browser do so where it does', () => {
    const { sources, said, last } = opened();
    last().fail();
    vi.advanceTimersByTime(10_000);
    expect(sources).toHaveLength(1);
    last().fail(true);
    vi.advanceTimersByTime(29_000);
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(1_500);
    expect(sources).toHaveLength(2);
    expect(said.filter((one) => one === 'failed')).toHaveLength(2);
  });

  it('that is ended stays ended', () => {
    const { stream, sources, last } = opened();
    last().fail(true);
    stream.stop();
    vi.advanceTimersByTime(120_000);
    stream.check();
    expect(sources).toHaveLength(1);
  });
});
