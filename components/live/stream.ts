import type { Topic } from '#lib/kernel/live.ts';

/** What is new; null: anything may be. */
export type Told = readonly Topic[] | null;

/** What is used of an EventSource. */
export type Source = {
  readonly readyState: number;
  addEventListener: (kind: string, listener: (event: { readonly data?: unknown }) => void) => void;
  close: () => void;
};

export type StreamHears = {
  readonly told: (told: Told) => void;
  /** False while pages should ask by themselves. Said again with every sign of life. */
  readonly live: (isLive: boolean) => void;
  /** Nothing answered. */
  readonly failed: () => void;
};

/** The server says something every 15 seconds: three times nothing is a connection that only looks open. */
export const SILENT_MS = 45_000;
const LOOK_MS = 5_000;
/** After an answer that is no stream (signed out, too many open): the browser itself gives up then. */
const AGAIN_MS = 30_000;
const CLOSED = 2;

/** A stream that notices its own death: after sleep, or on a line that was cut without a word, no browser tells. */
export class LiveStream {
  readonly #open: () => Source;
  readonly #hears: StreamHears;
  #source: Source | null = null;
  #heardMs = 0;
  #looking: ReturnType<typeof setInterval> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(open: () => Source, hears: StreamHears) {
    this.#open = open;
    this.#hears = hears;
  }

  start(): void {
    clearInterval(this.#looking);
    this.#looking = setInterval(() => this.check(), LOOK_MS);
    this.#connect();
  }

  stop(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
    this.#drop();
    this.#hears.live(false);
  }

  /** Connects anew where nothing was heard for too long; to be called also when the page wakes. */
  check(): void {
    if (this.#looking === undefined || !this.#source) return;
    const silentMs = Date.now() - this.#heardMs;
    if (silentMs < 0) this.#heardMs = Date.now(); // the clock was set back
    if (silentMs <= SILENT_MS) return;
    this.#drop();
    this.#hears.live(false);
    this.#connect();
  }

  #connect(): void {
    clearTimeout(this.#again);
    if (this.#source) return;
    const source = this.#open();
    this.#source = source;
    this.#heardMs = Date.now();
    const on = (kind: string, work: (data: unknown) => void) =>
      source.addEventListener(kind, ({ data }) => {
        if (this.#source !== source) return; // what a dropped one had still to say
        this.#heardMs = Date.now();
        work(data);
      });
    // What changed between the page's reading and this moment was told to nobody here.
    const whole = () => {
      this.#hears.live(true);
      this.#hears.told(null);
    };
    let isAway = false;
    on('ready', () => {
      isAway = false;
      whole();
    });
    on('resync', () => {
      isAway = false;
      whole();
    });
    on('away', () => {
      isAway = true;
      this.#hears.live(false);
    });
    on('beat', () => this.#hears.live(!isAway));
    on('news', (data) => this.#hears.told(topicsOf(data)));
    source.addEventListener('error', () => {
      if (this.#source !== source) return;
      this.#hears.live(false);
      this.#hears.failed();
      if (source.readyState !== CLOSED) return; // the browser comes again by itself
      this.#drop();
      this.#again = setTimeout(() => this.#connect(), AGAIN_MS);
    });
  }

  #drop(): void {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }
}

function topicsOf(text: unknown): Told {
  try {
    const { topics } = JSON.parse(String(text));
    return Array.isArray(topics) ? topics : null;
  } catch {
    return null; // of another version than this page: it asks for everything
  }
}
