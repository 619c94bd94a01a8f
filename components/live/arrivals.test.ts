import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Arrivals } from '#lib/domain/arrivals/schemas.ts';
import { ArrivalsFeed, type Kept } from './arrivals.ts';
import { answerAt } from './fakes.ts';

const START = '2026-12-01T12:00:00.000Z';
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(START);
});
afterEach(() => void vi.useRealTimers());

/** A tab, and a server that answers what it is set to; each reading is noted by its `since`. */
function tab(given: { kept?: Kept | null; isSeen?: boolean } = {}) {
  const asked: (string | null)[] = [];
  const shown: string[][] = [];
  const seen: string[][] = [];
  const page = { isSeen: given.isSeen ?? true };
  const server: { answer: () => Arrivals | Promise<Arrivals> } = {
    answer: () => answerAt(new Date().toISOString()),
  };
  let kept = given.kept ?? null;
  let sounds = 0;
  const told: Arrivals[] = [];
  const feed = new ArrivalsFeed({
    organizationId: 'org_1',
    read: async (since) => {
      asked.push(since);
      return server.answer();
    },
    memory: {
      load: () => kept,
      save: (next) => {
        kept = next;
      },
    },
    isSeen: () => page.isSeen,
    tell: (answer) => told.push(answer),
    tellSeen: (ids) => seen.push([...ids]),
    show: (items) => shown.push(items.map(({ id }) => id)),
    sound: () => {
      sounds += 1;
    },
  });
  return { feed, asked, shown, seen, page, server, told, kept: () => kept, sounds: () => sounds };
}

const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1000).toISOString();
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('arrivals in a tab', () => {
  it('begin now, and are asked for from a minute before the last answer', async () => {
    const { feed, asked, server } = tab();
    feed.lead(true);
    await pass(0);
    server.answer = () => answerAt(at(5));
    await pass(5_000);
    feed.ask();
    await pass(0);
    feed.ask();
    await pass(1_000);
    expect(asked).toEqual([null, at(-60), at(-55)]);
  });

  it('are shown once, in the order in which they came, however often the minutes overlap', async () => {
    const { feed, shown, server, sounds } = tab();
    feed.lead(true);
    server.answer = () => answerAt(at(10), 'b', 'a');
    await pass(2_000);
    feed.ask();
    await pass(2_000);
    server.answer = () => answerAt(at(40), 'c', 'b', 'a');
    feed.ask();
    await pass(2_000);
    expect(shown).toEqual([['a', 'b'], ['c']]);
    expect(sounds()).toBe(2);
  });

  it('of a night asleep are asked for at the first word after it, from where it fell asleep', async () => {
    const { feed, asked, shown, server } = tab();
    feed.lead(true);
    await pass(0);
    vi.setSystemTime(at(9 * 3600));
    server.answer = () => answerAt(at(9 * 3600), 'c', 'b', 'a');
    feed.ask(); // what "ready" of the new stream says
    await pass(0);
    expect(asked).toEqual([null, at(-60)]);
    expect(shown).toEqual([['a', 'b', 'c']]);
  });

  it('are asked for once a second in a burst, and once more after what came during an answer', async () => {
    const { feed, asked, server } = tab();
    let answer: (told: Arrivals) => void = () => {};
    feed.lead(true);
    await pass(3_000);
    server.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    for (let i = 0; i < 50; i++) feed.ask();
    expect(asked).toHaveLength(2);
    await pass(1_500);
    feed.ask();
    server.answer = () => answerAt(at(6), 'a');
    answer(answerAt(at(4)));
    await pass(0);
    expect(asked).toHaveLength(3);
    for (let i = 0; i < 50; i++) feed.ask();
    await pass(10_000);
    expect(asked).toHaveLength(4);
  });

  it('are asked for every 15 seconds while nothing is told, every minute while it is', async () => {
    const { feed, asked } = tab();
    feed.lead(true);
    await pass(60_500);
    expect(asked).toHaveLength(5);
    feed.live(true);
    await pass(15_000);
    const before = asked.length;
    await pass(180_000);
    expect(asked.length - before).toBe(3);
  });

  it('that could not be asked for are asked for again, from the same instant', async () => {
    const { feed, asked, shown, server } = tab();
    feed.lead(true);
    await pass(0);
    const answers = [new Error('502'), new Error('502'), answerAt(at(20), 'a')];
    server.answer = () => {
      const next = answers.shift() ?? answerAt(at(30));
      if (next instanceof Error) throw next;
      return next;
    };
    await pass(2_000);
    feed.ask();
    await pass(16_000);
    expect(asked.slice(1, 4)).toEqual([at(-60), at(-60), at(-60)]);
    expect(shown).toEqual([['a']]);
  });

  it('wait in a tab that nobody looks at, but sound, and are not shown where another tab showed them', async () => {
    const { feed, shown, seen, page, sounds } = tab({ isSeen: false });
    feed.hear(answerAt(at(1), 'b', 'a'));
    feed.hear(answerAt(at(2), 'c'));
    expect([shown, sounds()]).toEqual([[], 2]);
    feed.seen(['a', 'b']);
    page.isSeen = true;
    feed.look();
    feed.look();
    expect([shown, seen]).toEqual([[['c']], [['c']]]);
  });

  it('are passed to the other tabs by the one that leads; the others do not ask', async () => {
    const [leader, follower] = [tab(), tab()];
    leader.feed.lead(true);
    leader.server.answer = () => answerAt(at(1), 'a');
    follower.feed.ask();
    await pass(30_000);
    for (const answer of leader.told) follower.feed.hear(answer);
    expect(follower.asked).toEqual([]);
    expect([leader.shown, follower.shown]).toEqual([[['a']], [['a']]]);
  });

  it('go on in a tab that takes the lead over from where the last leader stopped', async () => {
    const { feed, asked, shown, server } = tab();
    feed.hear(answerAt(at(100), 'a'));
    server.answer = () => answerAt(at(130), 'b', 'a');
    feed.lead(true);
    await pass(0);
    expect(asked).toEqual([at(40)]);
    expect(shown).toEqual([['a'], ['b']]);
    feed.lead(false);
    await pass(120_000);
    expect(asked).toHaveLength(1);
  });

  it('go on in a page that is loaded anew; a page that is opened an hour later begins now', async () => {
    const first = tab();
    first.feed.hear(answerAt(at(0), 'a'));
    const kept = first.kept();
    vi.setSystemTime(at(4));
    const reloaded = tab({ kept });
    reloaded.server.answer = () => answerAt(at(4), 'b', 'a');
    reloaded.feed.lead(true);
    await pass(0);
    expect([reloaded.asked, reloaded.shown]).toEqual([[at(-60)], [['b']]]);
    vi.setSystemTime(at(3600));
    const later = tab({ kept });
    later.feed.lead(true);
    await pass(0);
    expect(later.asked).toEqual([null]);
  });

  it('of another organization are left alone: the session moved on in another tab', () => {
    const { feed, shown, sounds, kept } = tab();
    feed.hear({ ...answerAt(at(1), 'a'), organizationId: 'org_2' });
    expect([shown, sounds(), kept()]).toEqual([[], 0, null]);
  });

  it('are remembered by the last 500 ids, and no more', () => {
    const { feed, kept } = tab();
    for (let i = 0; i < 700; i++) feed.hear(answerAt(at(i), `r${i}`));
    expect(kept()?.known).toHaveLength(500);
    expect(kept()?.known.at(-1)).toBe('r699');
  });
});
