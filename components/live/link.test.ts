import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerAt, FakeSource, fakePage } from './fakes.ts';
import { LiveLink, type Message } from './link.ts';

// Locks and channels are the real ones, so turns of the event loop stay real too.
beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }),
);
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
});

let browsers = 0;
/** A browser: its tabs share locks and channels, by an organization that no other test shows. */
function newBrowser(alone = false) {
  const organizationId = `org_${++browsers}`;
  return (isSeen = true) => {
    const sources: FakeSource[] = [];
    const said: string[] = [];
    const heard: Message[] = [];
    const page = fakePage(isSeen);
    let isLeading = false;
    const channels: BroadcastChannel[] = [];
    const link = new LiveLink(
      {
        organizationId,
        openSource: () => {
          const source = new FakeSource();
          sources.push(source);
          return source;
        },
        locks: alone ? null : navigator.locks,
        openChannel: (name) => {
          const channel = new BroadcastChannel(name);
          channels.push(channel);
          return channel;
        },
        page,
      },
      {
        told: (told) => said.push(told ? told.join(' ') : 'all'),
        live: (isLive) => said.push(isLive ? 'live' : 'away'),
        leads: (leads) => {
          isLeading = leads;
        },
        message: (message) => heard.push(message),
        failed: () => {},
      },
    );
    link.open();
    ends.push(() => link.close());
    /** As a browser freezes a tab: it keeps its lock, and neither hears nor says anything. */
    const freeze = () => {
      for (const channel of channels) Object.assign(channel, { onmessage: null, postMessage: () => {} });
    };
    const open = () => sources.filter(({ readyState }) => readyState !== 2);
    return { link, sources, open, said, heard, page, freeze, leads: () => isLeading };
  };
}
type Tab = ReturnType<ReturnType<typeof newBrowser>>;

async function until(check: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 2_000; turn++) {
    if (check()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never so: ${what}`);
}
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}
const say = (tab: Tab, kind: string, data?: unknown) => tab.sources.at(-1)?.say(kind, data);

describe('tabs of one browser', () => {
  it('share one stream: what the leader hears, all of them hear', async () => {
    const openTab = newBrowser();
    const tabs = [openTab(), openTab(), openTab()];
    const [leader, second, third] = tabs as [Tab, Tab, Tab]; // three were opened
    await until(leader.leads, 'the first leads');
    say(leader, 'ready');
    await until(() => second.said.includes('live') && third.said.includes('live'), 'the others are live');
    say(leader, 'news', { topics: ['calendar'] });
    await until(() => tabs.every(({ said }) => said.includes('calendar')), 'all know');
    expect(tabs.flatMap(({ sources }) => sources)).toHaveLength(1);
    // What changed before it could hear the leader was told to nobody.
    expect(second.said[0] === 'all' || second.said[1] === 'all').toBe(true);
  });

  it('pass on what they tell each other, and not to themselves', async () => {
    const openTab = newBrowser();
    const [one, other] = [openTab(), openTab()];
    const answer = answerAt('2026-12-01T12:00:00.000Z', 'a');
    one.link.post({ kind: 'arrivals', answer });
    await until(() => other.heard.length > 0, 'it was heard');
    expect([one.heard, other.heard]).toEqual([[], [{ kind: 'arrivals', answer }]]);
  });

  it('have another leader as soon as theirs closes, hidden or not', async () => {
    const openTab = newBrowser();
    const first = openTab();
    await until(first.leads, 'the first leads');
    const second = openTab(false);
    say(first, 'ready');
    await until(() => second.said.includes('live'), 'the second hears it');
    first.link.close();
    await until(second.leads, 'the second leads');
    expect([first.open().length, second.open().length]).toEqual([0, 1]);
    second.said.length = 0;
    say(second, 'ready');
    expect(second.said).toContain('all');
  });

  it('relieve a leader that is frozen, once somebody looks at one of them', async () => {
    const openTab = newBrowser();
    const frozen = openTab();
    await until(frozen.leads, 'the first leads');
    const watched = openTab(false);
    await until(() => watched.said.includes('all'), 'the second hears the first');
    frozen.freeze();
    vi.setSystemTime(Date.now() + 46_000);
    vi.advanceTimersByTime(15_000);
    await turns();
    expect(watched.leads()).toBe(false);
    watched.page.show();
    await until(watched.leads, 'the one that is looked at leads');
    await until(() => !frozen.leads(), 'the frozen one knows, once it thaws');
    expect([frozen.open().length, watched.open().length]).toEqual([0, 1]);
  });

  it('keep a leader that nobody looks at as long as it is heard', async () => {
    const openTab = newBrowser();
    const leader = openTab(false);
    await until(leader.leads, 'the first leads');
    const watched = openTab();
    await until(() => watched.said.includes('all'), 'the second hears the first');
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(15_000);
      say(leader, 'beat');
      await turns();
      watched.page.show();
    }
    expect([leader.leads(), watched.leads()]).toEqual([true, false]);
    expect(leader.sources).toHaveLength(1);
  });

  it('of two organizations hear nothing of each other', async () => {
    const [one, other] = [newBrowser()(), newBrowser()()];
    await until(() => one.leads() && other.leads(), 'both lead');
    say(one, 'ready');
    say(one, 'news', { topics: ['calendar'] });
    one.link.post({ kind: 'arrivals', answer: answerAt('2026-12-01T12:00:00.000Z', 'a') });
    await turns();
    expect([other.said, other.heard]).toEqual([[], []]);
  });
});

describe('a tab in a browser that cannot choose a leader', () => {
  it('has a stream of its own, which it gives up ten seconds after nobody looks, and takes up at once', () => {
    const openTab = newBrowser(true);
    const [one, other] = [openTab(), openTab()];
    expect([one.open().length, other.open().length]).toEqual([1, 1]);
    one.page.hide();
    vi.advanceTimersByTime(9_000);
    expect(one.leads()).toBe(true);
    vi.advanceTimersByTime(1_500);
    expect([one.leads(), one.open().length]).toEqual([false, 0]);
    one.page.show();
    expect([one.leads(), one.open().length]).toEqual([true, 1]);
  });
});
