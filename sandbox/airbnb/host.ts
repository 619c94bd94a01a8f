import type { SandboxClock } from '../core/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { RequestLog } from '../core/request-log.ts';
import type { Send } from '../core/send.ts';
import type { Limits } from './limits.ts';
import type { AirbnbApp } from './settings.ts';
import type { AirbnbStore } from './store.ts';
import type { Webhooks } from './webhooks.ts';
import type { AirbnbFaultKind, Settings } from './world.ts';

/** Everything the simulator's parts share. */
export type AirbnbHost = {
  readonly clock: SandboxClock;
  readonly app: AirbnbApp;
  readonly store: AirbnbStore;
  readonly faults: Faults<AirbnbFaultKind>;
  readonly log: RequestLog;
  readonly limits: Limits;
  readonly webhooks: Webhooks;
  readonly send: Send;
  settings: Settings;
};
