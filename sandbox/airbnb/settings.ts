import type { Settings } from './world.ts';

/** What the process was started with: the partner's app, and where its webhooks go. */
export type AirbnbApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookUrl: string | null;
  readonly gateUrl: string | null;
  readonly webhookSecret: string;
};

export const DEMO_APP: AirbnbApp = {
  clientId: 'latchkey-demo',
  clientSecret: 'latchkey-demo-secret',
  webhookUrl: null,
  gateUrl: null,
  webhookSecret: `whsec_${Buffer.from('latchkey-demo-webhook-secret-32b').toString('base64')}`,
};

export function settingsFor(app: AirbnbApp): Settings {
  return {
    refresh: 'rotates',
    expiry: 'expires_at',
    tokenSeconds: 24 * 3600,
    refusalError: 'access_denied',
    listingIds: 'number',
    calendarEnd: 'inclusive',
    operationsAnswer: 'repeats',
    startDate: 'starts_on_or_after',
    duringGate: 'hidden',
    timeoutWord: 'timeout',
    requestHours: 24,
    webhookUrl: app.webhookUrl,
    gateUrl: app.gateUrl,
    webhookSecret: app.webhookSecret,
    gateFor: 'connected',
    gateTimeoutMs: 3_000,
    gateDown: 'own_calendar',
    webhookTimeoutMs: 10_000,
    // A partner's throttle table of 2019; limits per address are left out.
    limits: {
      token: [[2_000, 3600]],
      endpoint: [
        [100, 10],
        [1_250, 300],
        [7_500, 3600],
      ],
      calendar_operations: [[160, 60]],
      authorizations: [[1_000, 3600]],
    },
    limitRetryAfter: true,
  };
}
