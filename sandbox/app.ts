/**
 * The sandbox: the outside world, runnable. So far it hosts iCal calendars as Airbnb, Booking.com, Vrbo and Google
 * write them, lets a guest book, change and cancel, and misbehaves on demand.
 *
 * Written from what is known of the platforms, never from the code that reads them. It does not simulate: how long a
 * platform caches its own export, its import of our feed (it never fetches us), limits per address, sign-in, pages
 * of a platform, and Airbnb's rebuilding of calendar links.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '#lib/kernel/clock.ts';
import { sandboxClock } from './core/clock.ts';
import { Faults } from './core/faults.ts';
import { ControlError, readBody } from './core/problems.ts';
import { RequestLog } from './core/request-log.ts';
import { answerCalendar, type IcalHost } from './ical/answer.ts';
import type { Calendar } from './ical/calendar.ts';
import { icalControl } from './ical/control.ts';
import { icalPage } from './ical/page.ts';
import { seedCalendars } from './ical/seeds.ts';
import { CalendarStore } from './ical/store.ts';

/** What outlives a restart: what the platforms believe. Logs, faults and the clock do not. */
export type Snapshot = { readonly calendars: readonly Calendar[] };

export type Sandbox = {
  /** Rejects with DroppedConnection where a fault hangs up. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Back to how it began: the seeds or what was restored last, the clock it was given, no faults, empty logs. */
  readonly reset: () => void;
  readonly snapshot: () => Snapshot;
  readonly restore: (snapshot: Snapshot) => void;
};

export type SandboxOptions = {
  readonly clock: Clock;
  /** Whether the demo's calendars are there from the start. */
  readonly seeded?: boolean;
  /** Numbers in [0, 1) that decide which requests a fault with a rate strikes. */
  readonly random?: () => number;
};

const ClockSchema = z.union([
  z.strictObject({ now: z.string().nullable() }),
  z.strictObject({ advance: z.string() }),
]);

function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const clock = sandboxClock(options.clock);
  const ical: IcalHost = {
    clock,
    store: new CalendarStore(clock),
    faults: new Faults(clock, options.random ?? secureRandom),
    log: new RequestLog(clock),
  };
  const reset = () => {
    clock.reset();
    ical.faults.clear();
    ical.log.clear();
    ical.store.replaceAll([]);
    if (options.seeded) seedCalendars(ical.store, clock.now());
  };
  reset();

  const app = new Hono();
  app.onError((error) => {
    // Anything else is the sandbox's own fault, or a connection to drop: the server decides.
    if (error instanceof ControlError)
      return Response.json({ error: error.message }, { status: error.status });
    throw error;
  });
  app.on(['GET', 'HEAD'], '/ical/:file{.+\\.ics}', (c) =>
    answerCalendar(ical, c.req.param('file').slice(0, -'.ics'.length), c.req.raw),
  );
  app.route('/control/ical', icalControl(ical));
  app.get('/control/clock', (c) => c.json({ now: clock.now().toString() }));
  app.put('/control/clock', async (c) => {
    moveClock(clock, await readBody(c, ClockSchema));
    return c.json({ now: clock.now().toString() });
  });
  app.post('/control/reset', (c) => {
    reset();
    return c.json({ now: clock.now().toString() });
  });
  app.route('/', icalPage(ical));
  return {
    fetch: async (request) => await app.fetch(request),
    reset,
    snapshot: () => structuredClone({ calendars: ical.store.list() }),
    restore: (snapshot) => ical.store.replaceAll(snapshot.calendars),
  };
}

/** `{now: instant}` sets it, `{now: null}` gives it back to the real time, `{advance: "PT15M"}` moves it on. */
function moveClock(clock: ReturnType<typeof sandboxClock>, wish: z.infer<typeof ClockSchema>): void {
  try {
    if ('advance' in wish) clock.advance(Temporal.Duration.from(wish.advance));
    else if (wish.now === null) clock.reset();
    else clock.set(Temporal.Instant.from(wish.now));
  } catch (cause) {
    if (cause instanceof RangeError) throw new ControlError(400, cause.message);
    throw cause;
  }
}
