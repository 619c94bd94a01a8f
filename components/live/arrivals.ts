import type { Arrival, Arrivals } from '#lib/domain/arrivals/schemas.ts';

/** Kept in this browser, so that a page that is loaded anew goes on where the last one stopped. */
export type Kept = {
  /** The server's time of the last answer. */
  readonly now: string;
  /** This browser's time of it. */
  readonly atMs: number;
  /** Ids that came, the newest last. */
  readonly known: readonly string[];
};

export type ArrivalsWorld = {
  readonly organizationId: string;
  /** @param since null: from now on */
  readonly read: (since: string | null) => Promise<Arrivals>;
  readonly memory: { readonly load: () => Kept | null; readonly save: (kept: Kept) => void };
  readonly isSeen: () => boolean;
  /** To the other tabs. */
  readonly tell: (answer: Arrivals) => void;
  readonly tellSeen: (ids: readonly string[]) => void;
  /** In the order in which they came. */
  readonly show: (items: readonly Arrival[], hasMore: boolean) => void;
  /** Something new came, whether or not anybody looks. */
  readonly sound: () => void;
};

/** What was being written while the last answer was read comes late: so much is asked for again, and dropped by its id. */
const OVERLAP_MS = 60_000;
/** A page that comes later than this was not reloaded but opened: what came before it is on the screen. */
const FRESH_MS = 120_000;
const KNOWN_MAX = 500;
/** A burst of changes is asked about once a second. */
const PACE_MS = 1_000;
const POLL_MS = 15_000;
/** Against a hint that was lost on its way. */
const LIVE_POLL_MS = 60_000;
const RETRY_MAX_MS = 60_000;

/**
 * Which bookings this tab has still to tell of. The tab that leads asks, and passes each answer on; all of them drop what
 * they know, show the rest when somebody looks, and forget it where somebody has seen it in another tab.
 */
export class ArrivalsFeed {
  readonly #world: ArrivalsWorld;
  readonly #known: Set<string>;
  #since: string | null = null;
  #waiting: Arrival[] = [];
  #hasMore = false;
  #isLeading = false;
  #isLive = false;
  #isReading = false;
  #isAskedAgain = false;
  #askedMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(world: ArrivalsWorld) {
    this.#world = world;
    const kept = world.memory.load();
    const isFresh = kept !== null && Math.abs(Date.now() - kept.atMs) < FRESH_MS;
    this.#since = isFresh ? kept.now : null;
    this.#known = new Set(isFresh ? kept.known : []);
  }

  lead(isLeading: boolean): void {
    this.#isLeading = isLeading;
    clearTimeout(this.#next);
    if (isLeading) this.ask();
  }

  live(isLive: boolean): void {
    this.#isLive = isLive;
    if (this.#isLeading && !this.#isReading) this.#plan(Math.min(this.#pollMs(), POLL_MS));
  }

  /** Something about reservations may be new. */
  ask(): void {
    if (!this.#isLeading) return;
    if (this.#isReading) {
      this.#isAskedAgain = true;
      return;
    }
    const waitMs = this.#askedMs + PACE_MS - Date.now();
    if (waitMs > 0 && waitMs <= PACE_MS) this.#plan(waitMs);
    else void this.#read();
  }

  /** An answer, of this tab's own reading or of the leader's. */
  hear(answer: Arrivals): void {
    const { organizationId, memory, isSeen } = this.#world;
    // Of a session that has moved to another organization, while this page still shows the old one.
    if (answer.organizationId !== organizationId) return;
    if (this.#since === null || answer.now > this.#since) this.#since = answer.now;
    const fresh = answer.items.filter(({ id }) => !this.#known.has(id)).reverse();
    for (const { id } of fresh) this.#known.add(id);
    for (const id of this.#known) {
      if (this.#known.size <= KNOWN_MAX) break;
      this.#known.delete(id);
    }
    memory.save({ now: this.#since, atMs: Date.now(), known: [...this.#known] });
    if (fresh.length === 0) return;
    this.#waiting.push(...fresh);
    this.#hasMore ||= answer.hasMore;
    this.#world.sound();
    if (isSeen()) this.look();
  }

  /** Somebody looks at this page. */
  look(): void {
    if (this.#waiting.length === 0) return;
    const [items, hasMore] = [this.#waiting, this.#hasMore];
    this.#waiting = [];
    this.#hasMore = false;
    this.#world.tellSeen(items.map(({ id }) => id));
    this.#world.show(items, hasMore);
  }

  /** Somebody has seen these in another tab. */
  seen(ids: readonly string[]): void {
    this.#waiting = this.#waiting.filter(({ id }) => !ids.includes(id));
    if (this.#waiting.length === 0) this.#hasMore = false;
  }

  close(): void {
    this.#isLeading = false;
    clearTimeout(this.#next);
  }

  async #read(): Promise<void> {
    clearTimeout(this.#next);
    this.#isReading = true;
    this.#isAskedAgain = false;
    this.#askedMs = Date.now();
    const since = this.#since === null ? null : new Date(Date.parse(this.#since) - OVERLAP_MS).toISOString();
    const answer = await this.#world.read(since).catch(() => null); // tried again below; the frame says that nothing answers
    this.#isReading = false;
    this.#failures = answer ? 0 : this.#failures + 1;
    if (answer) {
      // The others first: showing it tells them that it was seen.
      this.#world.tell(answer);
      this.hear(answer);
    }
    if (!this.#isLeading) return;
    if (answer && this.#isAskedAgain) this.ask();
    else this.#plan(answer ? this.#pollMs() : Math.min(RETRY_MAX_MS, 5_000 * 2 ** (this.#failures - 1)));
  }

  #pollMs(): number {
    return this.#isLive ? LIVE_POLL_MS : POLL_MS;
  }

  #plan(ms: number): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => void this.#read(), ms);
  }
}
