import { createHmac } from 'node:crypto';
import { systemClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import type { Channel, ChannelProvider, Channels } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { createChannels } from '#lib/providers/registry.ts';
import type { ChannelListing, ChannelReservation, Page } from '#lib/providers/sales-contract.ts';

export const SECRET = 'whsec_aW50YWtlIHRlc3Qgc2VjcmV0';
export const OLD_SECRET = 'whsec_dGhlIHNlY3JldCBiZWZvcmU=';

export function listing(externalId: string, more: Partial<ChannelListing> = {}): ChannelListing {
  return {
    externalId,
    name: `Listing ${externalId}`,
    group: null,
    quantity: 1,
    ratePlans: [],
    address: null,
    city: null,
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    capacity: 4,
    bedrooms: 1,
    pictureUrl: null,
    isSold: true,
    syncScope: 'sync_all',
    ...more,
  };
}

export function booking(
  externalId: string,
  listingId: string,
  checkIn: string,
  checkOut: string,
  more: Partial<ChannelReservation> = {},
): ChannelReservation {
  return {
    externalId,
    roomRef: '1',
    listingId,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    status: 'confirmed',
    channelStatus: more.status ?? 'accept',
    guest: { name: 'Ada Lovelace', email: null, phone: null, locale: null },
    guests: 2,
    adults: 2,
    children: 0,
    infants: 0,
    total: { amount: 20_000, currency: 'EUR' },
    payout: { amount: 17_000, currency: 'EUR' },
    bookedAt: Temporal.Instant.from('2026-02-01T10:00:00Z'),
    changedAt: Temporal.Instant.from('2026-02-01T10:00:00Z'),
    ...more,
  };
}

const AIRBNB = createChannels(
  {
    airbnb: {
      app: null,
      authorizeUrl: 'http://localhost:1/consent',
      apiUrl: 'http://localhost:1',
      webhookSecrets: [],
      scopes: '',
      pollMinutes: 15,
    },
  },
  systemClock,
).airbnb?.provider;

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A channel of one account that keeps its bookings in memory and fails as it is told. */
export class FakeChannel {
  listings: ChannelListing[] = [];
  readonly bookings = new Map<string, ChannelReservation>();
  pageSize = 50;
  /** Asked before each call; what it throws is thrown. */
  before: (call: string) => void | Promise<void> = () => {};
  /** A page of reservations may be replaced. */
  onPage: (page: Page<ChannelReservation>, at: string | null) => Page<ChannelReservation> = (page) => page;
  readonly calls: string[] = [];

  tell(...told: ChannelReservation[]): void {
    for (const one of told) this.bookings.set(one.externalId, one);
  }

  readonly provider: ChannelProvider = {
    id: 'airbnb',
    name: 'Airbnb',
    oauth: {
      scopes: [],
      authorizeUrl: () => new URL('https://channel.test/consent'),
      exchange: async () => {
        throw new ChannelError('rejected', 'not here');
      },
      refresh: async () => {
        throw new ChannelError('auth', 'The refresh token was revoked.');
      },
      revoke: async () => {},
      isValid: async () => true,
      knowsApp: null,
    },
    account: async () => ({ externalId: 'host-1', name: 'Host' }),
    listings: async (_access, page) => {
      await this.called(`listings ${page ?? '0'}`);
      return this.page(this.listings, page);
    },
    reservations: {
      isWhole: false,
      list: async (_access, { listingId, from, page }) => {
        await this.called(`reservations ${listingId} ${page ?? '0'}`);
        const all = [...this.bookings.values()].filter(
          (one) => one.listingId === listingId && one.checkIn >= from,
        );
        return this.onPage(this.page(all, page), page);
      },
      get: async (_access, code) => {
        await this.called(`reservation ${code}`);
        const reservation = this.bookings.get(code);
        if (!reservation) throw new ChannelError('gone', 'There is no such reservation.');
        return { reservation, unreadable: null, bytes: bytesOf(reservation) };
      },
    },
    // As the channel's own adapter reads and verifies them.
    webhook: AIRBNB?.webhook ?? null,
    gate: AIRBNB?.gate ?? null,
    push: null,
    machine: null,
    pick: null,
    queues: null,
    door: null,
  };

  channels(): Channels {
    const channel: Channel = {
      provider: this.provider,
      app: { clientId: 'id', clientSecret: 'secret' },
      webhookSecrets: [SECRET, OLD_SECRET],
      pollMinutes: 15,
      doorAllow: [],
    };
    return { airbnb: channel, booking: null, avito: null };
  }

  private async called(call: string): Promise<void> {
    this.calls.push(call);
    await this.before(call);
  }

  private page<T>(all: readonly T[], page: string | null): Page<T> {
    const from = Number(page ?? '0');
    const items = all.slice(from, from + this.pageSize);
    const next = from + this.pageSize < all.length ? String(from + this.pageSize) : null;
    return { items, unreadable: [], next, total: all.length, bytes: bytesOf({ items, from }) };
  }
}

/** The headers of a call of the channel, as Standard Webhooks signs it. */
export function signed(
  id: string,
  body: string,
  at: Temporal.Instant,
  secret = SECRET,
): Record<string, string> {
  const timestamp = String(Math.floor(at.epochMilliseconds / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac(secret, `${id}.${timestamp}.${body}`)}`,
  };
}

function mac(secret: string, text: string): string {
  return createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(text)
    .digest('base64');
}
