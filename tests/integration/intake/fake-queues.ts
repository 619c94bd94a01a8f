import { night } from '#lib/kernel/nights.ts';
import type { Access, AppCredentials, OAuthPort } from '#lib/providers/access-contract.ts';
import type { Channel, ChannelProvider, Channels } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { DoorPort, QueueItem, QueueName } from '#lib/providers/queue-contract.ts';
import type { ChannelListing, ChannelReservation, WholeReservation } from '#lib/providers/sales-contract.ts';
import { listing } from './channel.ts';

export const MACHINE_APP: AppCredentials = { clientId: 'machine', clientSecret: 'SECRET-machine' };

/** A room of a reservation, sold as the room type `roomType`. */
export function room(
  roomRef: string,
  roomType: string,
  checkIn: string,
  checkOut: string,
  more: Partial<ChannelReservation> = {},
): ChannelReservation {
  return {
    externalId: '',
    roomRef,
    listingId: roomType,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    status: 'confirmed',
    channelStatus: 'new',
    guest: { name: 'Ada Lovelace', email: null, phone: null, locale: null },
    guests: 2,
    adults: 2,
    children: 0,
    infants: 0,
    total: null,
    payout: null,
    bookedAt: null,
    changedAt: null,
    ...more,
  };
}

export function whole(
  externalId: string,
  groupId: string | null,
  rooms: readonly ChannelReservation[],
  more: Partial<WholeReservation> = {},
): WholeReservation {
  return {
    externalId,
    groupId,
    status: rooms.length === 0 ? 'cancelled' : 'confirmed',
    channelStatus: rooms.length === 0 ? 'cancelled' : 'new',
    rooms: rooms.map((one) => ({ ...one, externalId })),
    warnings: [],
    ...more,
  };
}

export function roomType(
  externalId: string,
  hotel: string,
  more: Partial<ChannelListing> = {},
): ChannelListing {
  return listing(externalId, { group: { externalId: hotel, name: `Hotel ${hotel}` }, ...more });
}

type Waiting = {
  readonly externalId: string;
  readonly groupId: string | null;
  token: string;
  item: QueueItem;
};
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/**
 * A channel of queues in memory: what is told waits until it is acknowledged on its own queue, is replaced by what is told
 * next, and may be asked only so often. Tokens come from a machine account.
 */
export class FakeQueues {
  listings: ChannelListing[] = [];
  readonly reservations = new Map<string, WholeReservation>();
  readonly waiting: Record<QueueName, Waiting[]> = { new: [], modified: [] };
  readonly calls: string[] = [];
  readonly refusals: { externalId: string; code: string }[] = [];
  readonly confirmations = new Map<string, string>();
  /** Awaited before each call; what it throws is thrown. */
  before: (call: string) => void | Promise<void> = () => {};
  /** Awaited after the channel has done what was asked, before its answer arrives. */
  after: (call: string) => void | Promise<void> = () => {};
  minSeconds = 20;
  pauseSeconds = 5;
  isStrict = true;
  accountId = 'machine-1';
  name = 'Machine account';
  tokensPerHour = 30;
  lifeMinutes = 60;
  reachable: Set<string> | null = null;
  readonly tokens = new Set<string>();
  oauth: OAuthPort | null = null;
  door: DoorPort | null = null;
  doorAllow: readonly string[] = [];
  app: AppCredentials | null = MACHINE_APP;
  readonly now: () => Temporal.Instant;
  private readonly asked: Partial<Record<QueueName, Temporal.Instant>> = {};
  private count = 0;

  constructor(now: () => Temporal.Instant) {
    this.now = now;
  }

  reset(): void {
    this.listings = [];
    this.reservations.clear();
    this.waiting.new = [];
    this.waiting.modified = [];
    this.calls.length = 0;
    this.refusals.length = 0;
    this.before = () => {};
    this.after = () => {};
    this.asked.new = undefined;
    this.asked.modified = undefined;
  }

  /** The channel's word on a reservation, in a queue: in place of one of it that still waits there. */
  tell(reservation: WholeReservation, queue: QueueName = 'new'): void {
    this.reservations.set(reservation.externalId, reservation);
    this.put(reservation.externalId, reservation.groupId, queue, {
      externalId: reservation.externalId,
      ackToken: null,
      reservation,
      unreadable: null,
      bytes: bytesOf(reservation),
    });
  }

  tellUnreadable(externalId: string | null, queue: QueueName = 'new', groupId: string | null = null): void {
    const raw = `<broken id="${externalId ?? ''}"/>`;
    this.put(externalId ?? '', groupId, queue, {
      externalId,
      ackToken: null,
      reservation: null,
      unreadable: { externalId, reason: 'no_dates', raw },
      bytes: bytesOf(raw),
    });
  }

  private put(externalId: string, groupId: string | null, asked: QueueName, item: QueueItem): void {
    const isNew = externalId !== '' && this.waiting.new.some((one) => one.externalId === externalId);
    const queue = isNew ? 'new' : asked;
    this.waiting[queue] = this.waiting[queue].filter(
      (one) => externalId === '' || one.externalId !== externalId,
    );
    this.waiting[queue].push({ externalId, groupId, token: '', item });
  }

  offered(): string[] {
    return [...this.waiting.new, ...this.waiting.modified].map((one) => one.externalId);
  }

  times(call: string): number {
    return this.calls.filter((one) => one.startsWith(call)).length;
  }

  private async called(call: string, access?: Access): Promise<void> {
    this.calls.push(call);
    await this.before(call);
    if (access && !this.tokens.has(access.accessToken))
      throw new ChannelError('auth', 'The token is refused.', { status: 401 });
  }

  readonly provider: ChannelProvider = this.make();

  private make(): ChannelProvider {
    const self = this;
    return {
      id: 'booking',
      name: 'Booking.com',
      get oauth() {
        return self.oauth;
      },
      machine: {
        get tokensPerHour() {
          return self.tokensPerHour;
        },
        exchange: async (app) => {
          await this.called(`exchange ${app.clientId}`);
          if (!app.clientSecret.startsWith('SECRET'))
            throw new ChannelError('auth', 'Unknown client.', { status: 401 });
          const accessToken = `SECRET-jwt-${++this.count}`;
          this.tokens.add(accessToken);
          return {
            accessToken,
            refreshToken: null,
            expiresAt: this.now().add({ minutes: this.lifeMinutes }),
            scopes: null,
            accountId: this.accountId,
          };
        },
        mayReach: async (access, groupIds) => {
          await this.called('mayReach', access);
          return new Set(groupIds.filter((id) => this.reachable?.has(id) ?? true));
        },
      },
      account: async (access) => {
        await this.called('account', access);
        return { externalId: access.accountId ?? this.accountId, name: this.name };
      },
      listings: async (access) => {
        await this.called('listings', access);
        const items = this.listings.filter((one) => isMeant(access.groupIds, one.group?.externalId ?? null));
        return { items, unreadable: [], next: null, total: items.length, bytes: bytesOf(items) };
      },
      reservations: {
        isWhole: true,
        list: async (access, { from, changedSince }) => {
          await this.called(changedSince ? 'changed' : 'list', access);
          const named = [...this.reservations.values()].filter((one) =>
            isMeant(access.groupIds, one.groupId),
          );
          const items = named.flatMap((one) => one.rooms.filter((each) => each.checkOut > from));
          const ended = named
            .filter((one) => one.rooms.length === 0 && changedSince)
            .map(({ externalId, channelStatus }) => ({ externalId, channelStatus }));
          return { items, unreadable: [], next: null, total: null, bytes: bytesOf([items, ended]), ended };
        },
        get: async (access, code) => {
          await this.called(`get ${code}`, access);
          const told = this.reservations.get(code);
          if (!told) throw new ChannelError('gone', 'There is no such reservation.', { status: 404 });
          return { reservation: told.rooms[0] ?? null, whole: told, unreadable: null, bytes: bytesOf(told) };
        },
      },
      pick: null,
      queues: {
        minSeconds: this.minSeconds,
        pauseSeconds: this.pauseSeconds,
        deadlineMinutes: 30,
        poll: async (access, queue, groupIds) => {
          await this.called(`poll ${queue}${groupIds ? ` ${groupIds}` : ''}`, access);
          this.needPause(queue);
          const items = this.waiting[queue]
            .filter((one) => isMeant(groupIds, one.groupId))
            .map((one) => one.item);
          await this.after(`poll ${queue}`);
          return {
            items,
            bytes: bytesOf({ at: this.now().toString(), items: items.map((one) => one.externalId) }),
          };
        },
        acknowledge: async (access, { queue, externalId, confirmation, refusal }) => {
          await this.called(`ack ${queue} ${externalId}`, access);
          const known = this.waiting[queue].some((one) => one.externalId === externalId);
          const elsewhere = this.offered().includes(externalId);
          if (!known && elsewhere) return 'stale';
          this.waiting[queue] = this.waiting[queue].filter((one) => one.externalId !== externalId);
          this.confirmations.set(externalId, confirmation);
          if (refusal) this.refusals.push({ externalId, code: refusal.code });
          await this.after(`ack ${queue} ${externalId}`);
          return 'heard';
        },
      },
      get door() {
        return self.door;
      },
      webhook: null,
      gate: null,
      push: null,
    };
  }

  private needPause(queue: QueueName): void {
    const last = this.asked[queue];
    this.asked[queue] = this.now();
    if (!this.isStrict || !last) return;
    if (this.now().since(last).total('seconds') < this.minSeconds)
      throw new ChannelError('limited', 'Asked too often.', { status: 429 });
  }

  channel(): Channel {
    const { provider, app, doorAllow } = this;
    return { provider, app, webhookSecrets: [], pollMinutes: 30, queueSeconds: 60, doorAllow };
  }

  channels(): Channels {
    return { airbnb: null, booking: this.channel(), avito: null };
  }
}

function isMeant(groupIds: readonly string[] | null | undefined, groupId: string | null): boolean {
  return !groupIds || groupId === null || groupIds.includes(groupId);
}
