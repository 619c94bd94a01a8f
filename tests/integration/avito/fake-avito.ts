import type { Channel, ChannelProvider, Channels } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ChannelListing, ChannelReservation } from '#lib/providers/sales-contract.ts';
import { APP, FakeChannel } from '#tests/integration/connections/fake-channel.ts';
import { booking, listing } from '#tests/integration/intake/channel.ts';

/**
 * Avito as small as the contract: its consent page is the fake's of the connections, and any number of accounts share its
 * items, each asked for by its id.
 */
export class FakeAvito {
  readonly oauth: FakeChannel;
  readonly items = new Map<string, { listing: ChannelListing; accounts: readonly string[] }>();
  readonly bookings = new Map<string, ChannelReservation[]>();
  /** What the channel says of an item whatever it is asked: a refusal. */
  readonly refusals = new Map<string, ChannelError>();
  /** Awaited before an answer; what it throws is thrown. */
  before: (call: 'list' | 'check' | 'listings', itemId: string) => void | Promise<void> = () => {};
  pace = { seconds: 10, perSecond: 5 };
  /** Questions for bookings, in their order. */
  readonly asked: { readonly itemId: string; readonly at: Temporal.Instant }[] = [];
  private readonly now: () => Temporal.Instant;

  constructor(now: () => Temporal.Instant) {
    this.now = now;
    this.oauth = new FakeChannel(now);
  }

  reset(): void {
    this.oauth.reset();
    this.items.clear();
    this.bookings.clear();
    this.refusals.clear();
    this.asked.length = 0;
    this.before = () => {};
    this.pace.seconds = 10;
    this.pace.perSecond = 5;
  }

  item(id: string, ...accounts: string[]): void {
    const told = listing(id, { name: `Flat ${id}`, timeZone: null, currency: 'RUB', capacity: null });
    this.items.set(id, { listing: told, accounts });
  }

  sell(
    code: string,
    itemId: string,
    checkIn: string,
    checkOut: string,
    more: Partial<ChannelReservation> = {},
  ) {
    const told = booking(code, itemId, checkIn, checkOut, {
      total: { amount: 900_000, currency: 'RUB' },
      payout: null,
      changedAt: null,
      bookedAt: null,
      ...more,
    });
    const rest = (this.bookings.get(itemId) ?? []).filter((one) => one.externalId !== code);
    this.bookings.set(itemId, [...rest, told]);
  }

  channel(): Channel {
    const { pace } = this;
    return {
      provider: this.provider(),
      app: APP,
      webhookSecrets: [],
      pollMinutes: 60,
      perListing: pace,
      doorAllow: [],
    };
  }

  channels(): Channels {
    return { airbnb: null, booking: null, avito: this.channel() };
  }

  private provider(): ChannelProvider {
    const base = this.oauth.channel().provider;
    const accountOf = async (access: Parameters<typeof base.account>[0]) =>
      (await base.account(access)).externalId;
    return {
      ...base,
      id: 'avito',
      name: 'Avito',
      webhook: null,
      gate: null,
      listings: async (access) => {
        await this.before('listings', '');
        const account = await accountOf(access);
        const items = [...this.items.values()].filter((one) => one.accounts.includes(account));
        return {
          items: items.map((one) => one.listing),
          unreadable: [],
          next: null,
          total: null,
          bytes: new TextEncoder().encode(JSON.stringify(items)),
        };
      },
      pick: {
        listScopes: ['items'],
        check: async (access, itemId) => {
          await this.before('check', itemId);
          const account = await accountOf(access);
          const refusal = this.refusals.get(itemId);
          if (refusal) throw refusal;
          const item = this.items.get(itemId);
          if (!item) throw new ChannelError('gone', 'No such item.', { status: 404 });
          if (!item.accounts.includes(account))
            throw new ChannelError('rejected', 'Not yours.', { status: 403 });
          return item.listing;
        },
      },
      reservations: {
        isWhole: false,
        get: null,
        list: async (access, { listingId }) => {
          const itemId = listingId ?? '';
          this.asked.push({ itemId, at: this.now() });
          await this.before('list', itemId);
          await accountOf(access);
          const items = this.bookings.get(itemId) ?? [];
          const bytes = new TextEncoder().encode(JSON.stringify(items));
          return { items, unreadable: [], next: null, total: null, bytes };
        },
      },
    };
  }
}
