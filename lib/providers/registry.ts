import type { Clock } from '#lib/kernel/clock.ts';
import type { HttpLimits } from '#lib/platform/http-exchange.ts';
import { createAirbnb } from './airbnb/provider.ts';
import type { AppCredentials, Channel, Channels } from './contract.ts';

/** The domain's way to the adapters: it imports this file and the contracts, never a channel's folder. */
export { feedReader } from './ical/read.ts';

/** What the operator set; lib/env.ts reads it. */
export type ChannelSettings = {
  readonly airbnb: {
    readonly app: AppCredentials | null;
    readonly authorizeUrl: string;
    readonly apiUrl: string;
    readonly webhookSecrets: readonly string[];
    readonly scopes: string;
    readonly pollMinutes: number;
  };
};

/** The channels of this instance. `limits` are a test's: how long and how much an answer may be. */
export function createChannels(
  settings: ChannelSettings,
  clock: Clock,
  limits: Partial<HttpLimits> = {},
): Channels {
  const { app, webhookSecrets, pollMinutes, ...reach } = settings.airbnb;
  const airbnb: Channel = {
    provider: createAirbnb({ ...reach, clock, limits }),
    app,
    webhookSecrets,
    pollMinutes,
  };
  return { airbnb, booking: null, avito: null };
}
