import type { Clock } from '#lib/kernel/clock.ts';
import type { HttpLimits } from '#lib/platform/http-exchange.ts';
import type { AppCredentials } from './access-contract.ts';
import { createAirbnb } from './airbnb/provider.ts';
import { createAvito } from './avito/provider.ts';
import { createBooking } from './booking/provider.ts';
import type { Channel, Channels } from './contract.ts';
import { feedReader } from './ical/read.ts';

/** The domain's way to the adapters: it imports this file and the contracts, never a channel's folder. */
export { feedReader };

/** What the operator set; lib/env.ts reads it. */
export type ChannelSettings = {
  readonly airbnb: {
    readonly app: AppCredentials | null;
    readonly authorizeUrl: string;
    readonly apiUrl: string;
    readonly webhookSecrets: readonly string[];
    readonly scopes: string;
    readonly pollMinutes: number;
    readonly pushPerMinute?: number;
  };
  readonly booking: {
    readonly app: AppCredentials | null;
    /** Where a machine account's key and secret are exchanged; availability and rates; reservations. */
    readonly authUrl: string;
    readonly supplyUrl: string;
    readonly secureUrl: string;
    /** Of an authorization redirect, both or none. */
    readonly authorizeUrl: string | null;
    readonly tokenUrl: string | null;
    /** Where OTA_ReadRQ is answered; null: reservations are read by B.XML. */
    readonly readUrl: string | null;
    readonly pollSeconds: number;
    readonly pollMinutes: number;
    readonly doorAllow: readonly string[];
    readonly perMinute: number;
  };
  readonly avito: {
    readonly app: AppCredentials | null;
    readonly authorizeUrl: string;
    readonly apiUrl: string;
    /** Where adverts' calendars are public. */
    readonly icalUrl: string;
    readonly scopes: string;
    /** Of each listing's bookings, and of everything. */
    readonly pollSeconds: number;
    readonly pollMinutes: number;
    /** Calls of one account, at most. */
    readonly perSecond: number;
  };
};

/**
 * The channels of this instance: those whose settings are given, as the runtime gives all of them.
 * @param limits a test's: how long and how large an answer may be
 */
export function createChannels(
  settings: Partial<ChannelSettings>,
  clock: Clock,
  limits: Partial<HttpLimits> = {},
): Channels {
  return {
    airbnb: settings.airbnb ? airbnb(settings.airbnb) : null,
    booking: settings.booking ? booking(settings.booking) : null,
    avito: settings.avito ? avito(settings.avito) : null,
  };

  function airbnb({ app, webhookSecrets, pollMinutes, ...reach }: ChannelSettings['airbnb']): Channel {
    return {
      provider: createAirbnb({ ...reach, clock, limits }),
      app,
      webhookSecrets,
      pollMinutes,
      doorAllow: [],
    };
  }

  function booking({
    app,
    doorAllow,
    pollSeconds,
    pollMinutes,
    ...reach
  }: ChannelSettings['booking']): Channel {
    return {
      provider: createBooking({ ...reach, clock, limits }),
      app,
      webhookSecrets: [],
      pollMinutes,
      queueSeconds: pollSeconds,
      doorAllow,
    };
  }

  function avito({ app, pollSeconds, pollMinutes, ...reach }: ChannelSettings['avito']): Channel {
    return {
      provider: createAvito({ ...reach, clock, limits, feeds: feedReader }),
      app,
      webhookSecrets: [],
      pollMinutes,
      perListing: { seconds: pollSeconds, perSecond: reach.perSecond },
      doorAllow: [],
    };
  }
}
