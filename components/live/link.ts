import type { Arrivals } from '#lib/domain/arrivals/schemas.ts';
import { Election } from './election.ts';
import { LiveStream, SILENT_MS, type Source, type Told } from './stream.ts';

/** What tabs of one browser tell each other. */
export type Message =
  /** A tab has come. */
  | { readonly kind: 'hello' }
  /** The leader is there; whether changes are told. */
  | { readonly kind: 'beat'; readonly isLive: boolean }
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'arrivals'; readonly answer: Arrivals }
  /** Somebody has looked at these here. */
  | { readonly kind: 'seen'; readonly ids: readonly string[] };

export type LinkWorld = {
  /** Tabs that show another organization have a leader of their own. */
  readonly organizationId: string;
  readonly openSource: () => Source;
  /** Null where the browser has none: then each tab is on its own. */
  readonly locks: LockManager | null;
  readonly openChannel: ((name: string) => BroadcastChannel) | null;
  readonly page: PageSigns;
};

export type PageSigns = {
  readonly isSeen: () => boolean;
  /** Calls when the page is shown, hidden, or wakes. @returns ends it */
  readonly watch: (work: () => void) => () => void;
};

export type LinkHears = {
  readonly told: (told: Told) => void;
  readonly live: (isLive: boolean) => void;
  /** This tab asks for the whole browser from now on, or no longer. */
  readonly leads: (isLeading: boolean) => void;
  readonly message: (message: Message) => void;
  readonly failed: () => void;
};

/** The leader is heard as often as the server is. */
const BEAT_MS = 15_000;
/** A tab on its own that nobody looks at gives its connection up: browsers have six to one server for all their tabs. */
const HIDDEN_MS = 10_000;

/**
 * One stream per browser: a tab leads, holds the stream and passes on what it hears. A leader that closes hands over; one
 * that is frozen is relieved by a tab that somebody looks at. Where the browser cannot choose a leader each tab leads itself.
 */
export class LiveLink {
  readonly #world: LinkWorld;
  readonly #hears: LinkHears;
  readonly #stream: LiveStream;
  #channel: BroadcastChannel | null = null;
  #election: Election | null = null;
  #isLeading = false;
  #isLive = false;
  /** When the leader was last heard; null: never, by this tab. */
  #leaderMs: number | null = null;
  #sinceMs = 0;
  #beating: ReturnType<typeof setInterval> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #unwatch: (() => void) | undefined;

  constructor(world: LinkWorld, hears: LinkHears) {
    this.#world = world;
    this.#hears = hears;
    this.#stream = new LiveStream(world.openSource, {
      told: (told) => {
        this.post({ kind: 'told', told });
        hears.told(told);
      },
      live: (isLive) => {
        this.#say(isLive);
        // One that was relieved ends its stream as well, and that says nothing to the others.
        if (this.#isLeading) this.post({ kind: 'beat', isLive });
      },
      failed: hears.failed,
    });
  }

  open(): void {
    const { locks, openChannel, organizationId, page } = this.#world;
    this.#sinceMs = Date.now();
    if (locks && openChannel) {
      const name = `latchkey-live:${organizationId}`;
      this.#channel = openChannel(name);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
      this.#election = new Election(locks, name, {
        lead: () => this.#lead(),
        stepDown: () => this.#follow(),
      });
      this.post({ kind: 'hello' });
      this.#election.stand();
      this.#beating = setInterval(() => this.#beat(), BEAT_MS);
    }
    this.#unwatch = page.watch(() => this.#look());
    this.#look();
  }

  close(): void {
    this.#unwatch?.();
    clearInterval(this.#beating);
    clearTimeout(this.#hiding);
    this.#election?.leave();
    this.#election = null;
    if (this.#isLeading) this.#follow();
    this.#channel?.close();
    this.#channel = null;
  }

  post(message: Message): void {
    this.#channel?.postMessage(message);
  }

  #lead(): void {
    this.#isLeading = true;
    this.post({ kind: 'beat', isLive: false });
    this.#stream.start();
    this.#hears.leads(true);
  }

  #follow(): void {
    this.#isLeading = false;
    this.#leaderMs = null;
    this.#sinceMs = Date.now();
    this.#hears.leads(false);
    this.#stream.stop();
  }

  #beat(): void {
    if (this.#isLeading) this.post({ kind: 'beat', isLive: this.#isLive });
    else this.#look();
  }

  #look(): void {
    const isSeen = this.#world.page.isSeen();
    if (!this.#election) {
      this.#lookAlone(isSeen);
      return;
    }
    if (this.#isLeading) this.#stream.check();
    else if (Date.now() - (this.#leaderMs ?? this.#sinceMs) > SILENT_MS) {
      this.#say(false);
      // Of two that take it at once the second has it; the first steps down again.
      if (isSeen) this.#election.take();
    }
  }

  #lookAlone(isSeen: boolean): void {
    clearTimeout(this.#hiding);
    if (isSeen) {
      if (this.#isLeading) this.#stream.check();
      else this.#lead();
      return;
    }
    this.#hiding = setTimeout(() => {
      if (this.#isLeading) this.#follow();
    }, HIDDEN_MS);
  }

  #hear(message: Message): void {
    if (message.kind === 'hello') {
      if (this.#isLeading) this.post({ kind: 'beat', isLive: this.#isLive });
      return;
    }
    if (message.kind === 'beat' || message.kind === 'told') {
      if (this.#isLeading) return; // the last word of one that was relieved
      const isFirst = this.#leaderMs === null;
      this.#leaderMs = Date.now();
      if (message.kind === 'beat') this.#say(message.isLive);
      // Between the page's reading and the first word of the leader anything may have changed.
      if (isFirst) this.#hears.told(null);
      else if (message.kind === 'told') this.#hears.told(message.told);
      return;
    }
    this.#hears.message(message);
  }

  #say(isLive: boolean): void {
    if (this.#isLive === isLive) return;
    this.#isLive = isLive;
    this.#hears.live(isLive);
  }
}
