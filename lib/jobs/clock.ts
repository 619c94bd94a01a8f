import { setTimeout as pause } from 'node:timers/promises';
import { forgetQstash, qstashLastRang, standIn } from '#lib/domain/runs/bells.ts';
import { setClockHook } from '#lib/platform/queue/clock-hook.ts';
import { ownOrigin, ringOnce } from '#lib/platform/queue/ring.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { type ClockMode, clockMode, untilNextBeat } from './clock-rules.ts';
import { TICK_BUDGET_MS } from './tick.ts';

export type ClockOptions = {
  /** Where this process reaches the app, such as http://127.0.0.1:3000. From HOST and PORT when absent. */
  readonly origin?: string;
  readonly beatMs?: number;
  /** After so long a ring begins nothing new, and another may ring beside it. */
  readonly budgetMs?: number;
};

/** More than a tick takes, so that one that is hung does not silence the clock for ever. */
const RING_MS = 120_000;

/**
 * The built-in clock of a long-lived process. Alone without QStash; beside it silent, until QStash is: then it rings in
 * its place, with an alarm, until QStash rings again. It rings through HTTP, signed, like QStash. One ring at a time, and
 * a poke during one is followed by another; but a ring that only waits for a server that hangs is not waited for, since
 * everybody else's work would wait with it. Several processes may each have a clock: rings share the work.
 * @returns stops it, and waits for the rings under way
 */
export function startClock(world: Runtime, options: ClockOptions = {}): () => Promise<void> {
  if (world.env.CLOCK_DISABLED) return async () => {};
  const clock = new BuiltInClock(world, options);
  setClockHook(() => clock.poke());
  clock.start();
  return async () => {
    setClockHook(undefined);
    await clock.stop();
  };
}

class BuiltInClock {
  readonly #world: Runtime;
  readonly #origin: string;
  readonly #beatMs: number;
  readonly #budgetMs: number;
  readonly #startedAt: Temporal.Instant;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | null = null;
  /** Rings that only wait for what they began. */
  readonly #lingering = new Set<Promise<unknown>>();
  #poked = false;
  #stopped = false;
  #failing = false;

  constructor(world: Runtime, options: ClockOptions) {
    this.#world = world;
    this.#origin = options.origin ?? ownOrigin(world.env);
    this.#beatMs = options.beatMs ?? world.env.CLOCK_SECONDS * 1000;
    this.#budgetMs = options.budgetMs ?? TICK_BUDGET_MS;
    this.#startedAt = world.clock.now();
  }

  start(): void {
    this.#wait(0);
  }

  /** Rings now, whoever usually does: somebody asked, and QStash (if there is one) could not be reached. */
  poke(): void {
    this.#poked = true;
    if (!this.#underWay) this.#wait(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#underWay;
    await Promise.allSettled(this.#lingering);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#underWay = this.#beat().then((next) => {
        this.#underWay = null;
        this.#wait(this.#poked ? 0 : next);
      });
    }, ms);
    this.#timer.unref();
  }

  /** @returns milliseconds until the next */
  async #beat(): Promise<number> {
    const poked = this.#poked;
    this.#poked = false;
    try {
      const mode = await this.#mode();
      const next = mode === 'standby' && !poked ? null : await this.#ring();
      if (this.#failing) this.#world.log.info('the built-in clock rings again');
      this.#failing = false;
      return mode === 'standby' ? this.#beatMs : untilNextBeat(this.#world.clock.now(), this.#beatMs, next);
    } catch (error) {
      // Told once, not every ten seconds: the database or the app is away, and the health check says so too.
      if (!this.#failing) this.#world.log.warn({ err: error }, 'the built-in clock cannot ring');
      this.#failing = true;
      return this.#beatMs;
    }
  }

  async #mode(): Promise<ClockMode> {
    const { env, clock, log } = this.#world;
    if (!env.QSTASH_TOKEN) {
      await forgetQstash(this.#world);
      return 'alone';
    }
    const mode = clockMode({
      hasQstash: true,
      lastRangAt: await qstashLastRang(this.#world),
      startedAt: this.#startedAt,
      now: clock.now(),
      intervalMs: env.QSTASH_SCHEDULE_MINUTES * 60_000,
      beatMs: this.#beatMs,
    });
    const note = 'QStash has not rung for three intervals; the built-in clock stands in for it.';
    // A ring of QStash between the two is overwritten here and ends the silence at its next: a minute of false alarm.
    if (mode === 'stand_in' && (await standIn(this.#world, note))) log.error(note);
    return mode;
  }

  /** @returns when something is due next; now, where the ring has not ended in its time */
  async #ring(): Promise<Temporal.Instant | null> {
    const ring = ringOnce(this.#world.env, { origin: this.#origin, timeoutMs: RING_MS });
    const isOver = new AbortController();
    const over = pause(this.#budgetMs, null, { signal: isOver.signal, ref: false }).catch(() => null);
    const answer = await Promise.race([ring, over]).finally(() => isOver.abort());
    if (answer) return answer.nextDueAt ? Temporal.Instant.from(answer.nextDueAt) : null;
    const lingering: Promise<unknown> = ring
      .catch((err: unknown) => this.#world.log.warn({ err }, 'a long ring of the built-in clock failed'))
      .finally(() => this.#lingering.delete(lingering));
    this.#lingering.add(lingering);
    return this.#world.clock.now();
  }
}
