import type { SandboxClock } from '../core/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { RequestLog } from '../core/request-log.ts';
import type { Intervals } from './intervals.ts';
import type { Pushes } from './pushes.ts';
import type { BookingApp } from './settings.ts';
import type { BookingStore } from './store.ts';
import type { BookingFaultKind, Settings } from './world.ts';

/** Everything the simulator's parts share. */
export type BookingHost = {
  readonly clock: SandboxClock;
  readonly app: BookingApp;
  readonly store: BookingStore;
  readonly faults: Faults<BookingFaultKind>;
  readonly log: RequestLog;
  readonly intervals: Intervals;
  readonly pushes: Pushes;
  settings: Settings;
};
