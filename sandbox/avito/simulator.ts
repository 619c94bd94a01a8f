import { Hono } from 'hono';
import type { SandboxClock } from '../core/clock.ts';
import { Faults } from '../core/faults.ts';
import { RequestLog } from '../core/request-log.ts';
import { avitoApi } from './api.ts';
import { consentPages } from './consent.ts';
import { sitePages } from './guest-page.ts';
import type { AvitoHost } from './host.ts';
import { Limits } from './limits.ts';
import { seedAvito } from './seeds.ts';
import { type AvitoApp, settingsFor } from './settings.ts';
import { AvitoStore } from './store.ts';
import type { AvitoFaultKind } from './world.ts';

/** Avito's short-term rent as a partner, its hosts and its guests see it. */
export function createAvito(clock: SandboxClock, random: () => number, app: AvitoApp): AvitoHost {
  return {
    clock,
    app,
    store: new AvitoStore(clock),
    faults: new Faults<AvitoFaultKind>(clock, random),
    log: new RequestLog(clock),
    limits: new Limits(clock),
    settings: settingsFor(app),
  };
}

const API = ['/token', '/token/', '/core/*', '/realty/*', '/calendars-export/*'];

/** /avito: the API, the calendars anybody can read, the consent page, the site. */
export function avitoRoutes(host: AvitoHost): Hono {
  const routes = new Hono();
  const api = avitoApi(host);
  for (const path of API) routes.all(path, (c) => api(c.req.raw));
  routes.route('/oauth', consentPages(host));
  routes.route('/', sitePages(host));
  return routes;
}

export function resetAvito(host: AvitoHost, seeded: boolean): void {
  host.settings = settingsFor(host.app);
  host.faults.clear();
  host.log.clear();
  host.limits.clear();
  host.store.clear();
  if (seeded) seedAvito(host);
}
