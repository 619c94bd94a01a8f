import type { Settings } from './world.ts';

/** What the process was started with: the partner's machine account, and where pushed reservations go. */
export type BookingApp = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookUrl: string | null;
};

export const DEMO_APP: BookingApp = {
  clientId: 'latchkey-demo',
  clientSecret: 'latchkey-demo-secret',
  webhookUrl: null,
};

export function settingsFor(app: BookingApp): Settings {
  return {
    intervals: true,
    pollSeconds: 20,
    ackPauseSeconds: 5,
    fallbackMinutes: 30,
    tokenSeconds: 3600,
    tokensPerHour: 30,
    responseTokens: false,
    cancel: 'emptyRoomStays',
    autoReopen: true,
    otaStatus: 'transaction',
    otaAmounts: 'decimal',
    readMost: 200,
    push: true,
    pushDialect: 'ota',
    webhookUrl: app.webhookUrl,
    webhookTimeoutMs: 10_000,
    month: 'calendar',
    maxMessages: 1000,
    requestsPerMinute: 700,
    retryAfter: false,
    partialAs: 'warnings',
    decimalAmounts: 'refuse',
  };
}
