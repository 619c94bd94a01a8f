import type { Clock } from '#lib/kernel/clock.ts';
import type { AppCredentials, Channels } from './contract.ts';

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

export function createChannels(_settings: ChannelSettings, _clock: Clock): Channels {
  return { airbnb: null, booking: null, avito: null };
}
