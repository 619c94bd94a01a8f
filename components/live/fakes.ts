import type { Arrival, Arrivals } from '#lib/domain/arrivals/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import type { PageSigns } from './link.ts';
import type { Source } from './stream.ts';

/** For tests: a server of events, as a browser sees it. */
export class FakeSource implements Source {
  readyState = 1;
  readonly #listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();

  addEventListener(kind: string, listener: (event: { data?: unknown }) => void): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
  }

  close(): void {
    this.readyState = 2;
  }

  say(kind: string, data: unknown = {}): void {
    for (const listener of this.#listeners.get(kind) ?? []) listener({ data: JSON.stringify(data) });
  }

  /** @param isOver the browser gives up: the answer was no stream */
  fail(isOver = false): void {
    this.readyState = isOver ? 2 : 0;
    this.say('error');
  }
}

/** For tests: a page that is looked at, or not, and that wakes. */
export function fakePage(isSeen = true): PageSigns & { show: () => void; hide: () => void } {
  const works = new Set<() => void>();
  let seen = isSeen;
  const tell = (next: boolean) => {
    seen = next;
    for (const work of works) work();
  };
  return {
    isSeen: () => seen,
    watch: (work) => {
      works.add(work);
      return () => works.delete(work);
    },
    show: () => tell(true),
    hide: () => tell(false),
  };
}

export function arrival(id: string, channel = 'airbnb'): Arrival {
  return {
    id,
    at: '2026-12-01T12:00:00.000Z',
    channel,
    kind: 'booked',
    status: 'confirmed',
    reservationId: id,
    unitId: 'unt_1',
    unitName: 'Loft',
    propertyName: 'Loft',
    guestName: 'Anna',
    checkIn: night('2026-12-04'),
    checkOut: night('2026-12-07'),
    rooms: 1,
  };
}

/** An answer of the server at a time, the newest first as it tells them. */
export function answerAt(now: string, ...ids: string[]): Arrivals {
  return {
    organizationId: 'org_1',
    items: ids.map((id) => arrival(id)),
    hasMore: false,
    nextCursor: null,
    now,
  };
}
