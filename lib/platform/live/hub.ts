import { type LiveMessage, type LiveNews, mergeNews } from '#lib/kernel/live.ts';

/**
 * ready: from here on every change is told. away: none is, so ask by yourself. resync: all is told again, and what
 * changed meanwhile was not, so ask for everything once. news: what to ask for.
 */
export type LiveEvent =
  | { readonly kind: 'ready' | 'away' | 'resync' }
  | { readonly kind: 'news'; readonly news: LiveNews };

export type LiveClient = {
  readonly org: string;
  /** The session or API key that it came with. */
  readonly holder: string;
  readonly tell: (event: LiveEvent) => void;
  /** The process ends. */
  readonly end: () => void;
};

/** Streams that one session or key may have open at once: tabs of a browser, or a program that forgets to close. */
export const CLIENTS_PER_HOLDER = 8;
/** A burst of changes (an import) is one event to each client. */
const COALESCE_MS = 75;

type Seat = { readonly client: LiveClient; waiting: LiveNews | null; timer: NodeJS.Timeout | undefined };

/** Who listens in this process. Fans what Postgres tells out to the clients of the organization it is about. */
export class LiveHub {
  readonly #seats = new Map<string, Set<Seat>>();
  readonly #perHolder = new Map<string, number>();
  #isUp = false;
  #wasUp = false;

  /** @returns takes it off again, any number of times; null where its holder has too many open */
  join(client: LiveClient): (() => void) | null {
    const open = this.#perHolder.get(client.holder) ?? 0;
    if (open >= CLIENTS_PER_HOLDER) return null;
    this.#perHolder.set(client.holder, open + 1);
    const seat: Seat = { client, waiting: null, timer: undefined };
    const seats = this.#seats.get(client.org) ?? new Set();
    this.#seats.set(client.org, seats.add(seat));
    client.tell({ kind: this.#isUp ? 'ready' : 'away' });
    return () => {
      if (!seats.delete(seat)) return;
      clearTimeout(seat.timer);
      if (seats.size === 0 && this.#seats.get(client.org) === seats) this.#seats.delete(client.org);
      const left = (this.#perHolder.get(client.holder) ?? 1) - 1;
      if (left > 0) this.#perHolder.set(client.holder, left);
      else this.#perHolder.delete(client.holder);
    };
  }

  get size(): number {
    return [...this.#seats.values()].reduce((sum, seats) => sum + seats.size, 0);
  }

  publish({ org, ...news }: LiveMessage): void {
    for (const seat of this.#seats.get(org) ?? []) {
      seat.waiting = seat.waiting ? mergeNews(seat.waiting, news) : news;
      seat.timer ??= setTimeout(() => this.#flush(seat), COALESCE_MS);
    }
  }

  up(): void {
    this.#isUp = true;
    const kind = this.#wasUp ? 'resync' : 'ready';
    this.#wasUp = true;
    this.#each((seat) => seat.client.tell({ kind }));
  }

  down(): void {
    this.#isUp = false;
    this.#each((seat) => seat.client.tell({ kind: 'away' }));
  }

  endAll(): void {
    this.#each((seat) => seat.client.end());
  }

  #flush(seat: Seat): void {
    seat.timer = undefined;
    const news = seat.waiting;
    seat.waiting = null;
    if (news) seat.client.tell({ kind: 'news', news });
  }

  #each(work: (seat: Seat) => void): void {
    for (const seats of [...this.#seats.values()]) for (const seat of [...seats]) work(seat);
  }
}
