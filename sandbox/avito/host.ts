import { type Night, todayIn } from '#lib/kernel/nights.ts';
import type { SandboxClock } from '../core/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { RequestLog } from '../core/request-log.ts';
import type { Limits } from './limits.ts';
import type { AvitoApp } from './settings.ts';
import type { AvitoStore } from './store.ts';
import type { AvitoFaultKind, Settings } from './world.ts';

/** Everything the simulator's parts share. */
export type AvitoHost = {
  readonly clock: SandboxClock;
  readonly app: AvitoApp;
  readonly store: AvitoStore;
  readonly faults: Faults<AvitoFaultKind>;
  readonly log: RequestLog;
  readonly limits: Limits;
  settings: Settings;
};

/** The day it is at Avito. */
export function today(host: Pick<AvitoHost, 'clock' | 'settings'>): Night {
  return todayIn(host.settings.timeZone, host.clock.now());
}
