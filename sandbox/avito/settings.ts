import type { Settings } from './world.ts';

/** What the process was started with: the partner's app as it is registered. */
export type AvitoApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The one address it may be called back at. */
  readonly redirectUri: string;
};

export const DEMO_APP: AvitoApp = {
  clientId: 'latchkey-demo',
  clientSecret: 'latchkey-demo-secret',
  redirectUri: 'http://localhost:3000/api/integrations/avito/callback',
};

export function settingsFor(app: AvitoApp): Settings {
  return {
    closeDates: 'replace',
    refresh: 'rotates',
    conflicts: 'told',
    expired: '403',
    quota: 'left',
    handClosed: 'lifted',
    inProgress: 'shown',
    overbook: true,
    nightPrice: 'required',
    tokenSeconds: 24 * 3600,
    redirectUri: app.redirectUri,
    owner: null,
    timeZone: 'Europe/Moscow',
    horizonNights: 365,
    // The first two are documented; what the rent calls may is not, and eight a second is what a client allows itself.
    limits: { items: 25, item: 500, rent: 480 },
    limitRetryAfter: false,
  };
}
