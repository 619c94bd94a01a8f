import { Hono } from 'hono';
import type { SandboxClock } from '../core/clock.ts';
import { Faults } from '../core/faults.ts';
import { RequestLog } from '../core/request-log.ts';
import type { Send } from '../core/send.ts';
import { airbnbApi } from './api.ts';
import { consentPages } from './consent.ts';
import { guestPages } from './guest-page.ts';
import { endOldRequests } from './guests.ts';
import type { AirbnbHost } from './host.ts';
import { Limits } from './limits.ts';
import { seedAirbnb } from './seeds.ts';
import { type AirbnbApp, settingsFor } from './settings.ts';
import { AirbnbStore } from './store.ts';
import { Webhooks } from './webhooks.ts';
import type { AirbnbFaultKind } from './world.ts';

/** Airbnb as a partner and its guests see it. */
export function createAirbnb(
  clock: SandboxClock,
  random: () => number,
  app: AirbnbApp,
  send: Send,
): AirbnbHost {
  const store = new AirbnbStore(clock);
  const faults = new Faults<AirbnbFaultKind>(clock, random);
  const log = new RequestLog(clock);
  const webhooks = new Webhooks({ clock, store, faults, settings: () => host.settings, send });
  const limits = new Limits(clock);
  const host: AirbnbHost = {
    clock,
    app,
    store,
    faults,
    log,
    limits,
    webhooks,
    send,
    settings: settingsFor(app),
  };
  return host;
}

/** /airbnb: the API, the consent page, the guest's page. */
export function airbnbRoutes(host: AirbnbHost): Hono {
  const routes = new Hono();
  const api = airbnbApi(host);
  routes.all('/v2/*', (c) => api(c.req.raw));
  routes.route('/oauth2/auth', consentPages(host));
  routes.route('/', guestPages(host));
  return routes;
}

export function resetAirbnb(host: AirbnbHost, seeded: boolean): void {
  host.settings = settingsFor(host.app);
  host.faults.clear();
  host.log.clear();
  host.limits.clear();
  host.store.clear();
  if (seeded) seedAirbnb(host.store, host.clock);
}

/** What time alone brings about: requests that ran out, notifications that are due. */
export async function tickAirbnb(host: AirbnbHost): Promise<void> {
  endOldRequests(host);
  await host.webhooks.deliverDue();
}
