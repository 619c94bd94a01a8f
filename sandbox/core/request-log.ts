import type { Clock } from '#lib/kernel/clock.ts';

/** One request a channel got, and what it was answered (0: the connection was dropped). */
export type LoggedRequest = {
  readonly at: string;
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where the channel keeps none. */
  readonly body: string | null;
  readonly status: number;
  readonly fault: string | null;
};

const KEPT = 5_000;

export class RequestLog {
  private readonly clock: Clock;
  private items: LoggedRequest[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(
    name: string,
    request: Request,
    status: number,
    fault: string | null,
    body: string | null = null,
  ): void {
    this.items.push({
      at: this.clock.now().toString(),
      name,
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      body,
      status,
      fault,
    });
    if (this.items.length > KEPT) this.items.splice(0, this.items.length - KEPT);
  }

  /** Oldest first. */
  list(name?: string): readonly LoggedRequest[] {
    return name === undefined ? this.items : this.items.filter((item) => item.name === name);
  }

  clear(): void {
    this.items = [];
  }
}
