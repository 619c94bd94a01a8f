import { setTimeout as pause } from 'node:timers/promises';
import { addNights, type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { Channel, ChannelProvider } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type {
  NightSet,
  ObservedNight,
  PushCall,
  PushOutcome,
  PushPort,
  PushRange,
} from '#lib/providers/push-contract.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import { FakeChannel } from '#tests/integration/intake/channel.ts';
import { sendWhole, type Whole } from './fake-whole.ts';

type ThereNight = Required<Omit<NightSet, 'units'>> & { units: number };

/** What goes wrong with a call. `drop`: applied, and the answer is lost. `ignore`: accepted, and nothing is done. */
export type Fault =
  | { readonly kind: 'down' | 'drop' | 'ignore' | 'slow' | 'error_after' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'refuse' | 'fail'; readonly record: (record: PushCall['records'][number]) => boolean };

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/**
 * A channel that sells nights: it keeps what it was told, counts off what guests book there, and fails as it is told to.
 * Not an adapter: what a real channel does is the sandbox's to play.
 */
export class FakeSeller {
  readonly inbound = new FakeChannel();
  /** listing → night → what it shows; a night that is missing was never told and is open for `quantity`. */
  readonly there = new Map<string, Map<string, ThereNight>>();
  readonly sent: PushCall[] = [];
  readonly reads: string[] = [];
  /** Taken one by one, by the calls as they come; `always` stays. */
  faults: Fault[] = [];
  always: Fault | null = null;
  readsFail = false;
  /** While a call is under way, before it is applied. */
  onSend: (call: PushCall) => void | Promise<void> = () => {};
  afterApply: (call: PushCall) => void | Promise<void> = () => {};
  /** While it is being read; what it answers is what is shown instead. */
  onRead: () => Promise<Map<string, ThereNight> | undefined> = async () => undefined;
  /** Set: it is told whole calendars. */
  whole: Whole | null = null;
  /** listing → nights that our list of closed ones holds, where it is told whole calendars. */
  readonly ours = new Map<string, Set<string>>();
  /** listing → nights that bookings take which its list does not show. */
  readonly hidden = new Map<string, Set<string>>();
  /** listing → nights of which it does not say how they stand. */
  readonly unshown = new Map<string, Set<string>>();
  /** A mistake in how calls are cut. */
  cut: (calls: PushCall[]) => PushCall[] = (calls) => calls;
  private count = 0;
  readonly maxUnits: number;
  readonly quantity: number;
  readonly perMinute: number;
  private readonly horizon: number;

  constructor(
    options: { maxUnits?: number; quantity?: number; perMinute?: number; horizonNights?: number } = {},
  ) {
    this.maxUnits = options.maxUnits ?? 1;
    this.quantity = options.quantity ?? 1;
    this.perMinute = options.perMinute ?? 6000;
    this.horizon = options.horizonNights ?? 60;
  }

  night(listing: string, night: string): ThereNight {
    const nights = this.there.get(listing) ?? new Map<string, ThereNight>();
    this.there.set(listing, nights);
    const known = nights.get(night);
    if (known) return known;
    const fresh = {
      units: this.quantity,
      priceMinor: 10_000,
      minStay: 1,
      maxStay: 0,
      closedToArrival: false,
      closedToDeparture: false,
    };
    nights.set(night, fresh);
    return fresh;
  }

  /** What a host does by hand at the channel. */
  byHand(listing: string, checkIn: string, checkOut: string, set: NightSet): void {
    for (const night of rangeOf(checkIn, checkOut)) {
      Object.assign(this.night(listing, night), set);
      if ((set.units ?? 0) > 0) this.ours.get(listing)?.delete(night);
    }
  }

  /** What a guest may book there: 0 where one of its own has the only one. */
  left(listing: string, night: string): number {
    if (this.ours.get(listing)?.has(night) || this.hidden.get(listing)?.has(night)) return 0;
    const { units } = this.night(listing, night);
    return this.maxUnits === 1 && this.ownOn(listing, night) > 0 ? 0 : units;
  }

  /** A guest books, where it is sold. @returns whether it was */
  book(booking: ChannelReservation): boolean {
    const nights = [...nightsOf(booking)];
    if (nights.some((night) => this.left(booking.listingId, night) < 1)) return false;
    this.inbound.tell(booking);
    if (this.maxUnits > 1) for (const night of nights) this.night(booking.listingId, night).units -= 1;
    return true;
  }

  cancel(code: string): ChannelReservation {
    const booking = this.inbound.bookings.get(code);
    if (!booking) throw new Error(`no booking ${code}`);
    const ended = { ...booking, status: 'cancelled' as const, channelStatus: 'cancelled' };
    this.inbound.tell(ended);
    if (this.maxUnits > 1)
      for (const night of nightsOf(booking)) this.night(booking.listingId, night).units += 1;
    return ended;
  }

  ownOn(listing: string, night: string): number {
    return [...this.inbound.bookings.values()].filter(
      (one) =>
        one.listingId === listing &&
        one.status === 'confirmed' &&
        one.checkIn <= night &&
        night < one.checkOut,
    ).length;
  }

  /** Records sent since the last time this was asked, as `listing from..to {set}`. */
  told(): string[] {
    return this.sent
      .splice(0)
      .flatMap((call) => call.records)
      .map(
        ({ listing, checkIn, checkOut, set }) => `${listing.externalId} ${checkIn}..${checkOut} ${show(set)}`,
      );
  }

  channel(): Channel {
    const [channel] = Object.values(this.inbound.channels()).filter((one) => one !== null);
    if (!channel) throw new Error('no channel');
    const provider: ChannelProvider = { ...channel.provider, push: this.port() };
    return { ...channel, provider };
  }

  port(): PushPort {
    const saysWhole = () => this.whole !== null;
    return {
      get says() {
        return saysWhole() ? 'whole' : 'changes';
      },
      fields: ['units', 'priceMinor', 'minStay', 'maxStay', 'closedToArrival', 'closedToDeparture'],
      maxUnits: this.maxUnits,
      horizonNights: this.horizon,
      priceStep: () => 1,
      readNights: this.horizon,
      perMinute: this.perMinute,
      plan: (ranges) => this.cut(this.plan(ranges)),
      send: async (_access, call, now) => this.send(call, now),
      read: async (_access, { listing, from, to }) => {
        this.reads.push(listing.externalId);
        if (this.readsFail) throw new ChannelError('transient', 'The channel does not answer.');
        const shown = (await this.onRead()) ?? null;
        const nights = [...nightsOf({ checkIn: from, checkOut: to })].map((night): ObservedNight => {
          const isHidden = this.hidden.get(listing.externalId)?.has(night) ?? false;
          const isBooked = this.maxUnits === 1 ? isHidden || this.ownOn(listing.externalId, night) > 0 : null;
          return {
            ...this.night(listing.externalId, night),
            night,
            isBooked,
            units: this.unshown.get(listing.externalId)?.has(night)
              ? null
              : (shown?.get(night)?.units ?? this.left(listing.externalId, night)),
          };
        });
        return { nights, request: bytesOf([from, to]), response: bytesOf(nights) };
      },
    };
  }

  /** One call for each listing, and closings by themselves. */
  private plan(ranges: readonly PushRange[]): PushCall[] {
    const isClosing = (range: PushRange) => range.set.units === 0;
    const groups = Map.groupBy(ranges, (range) => `${range.listing.externalId} ${isClosing(range)}`);
    return [...groups.values()].map((group) => ({
      kind: 'calendar',
      records: group.map((range) => {
        this.count += 1;
        return { ...range, recordId: `r${this.count}` };
      }),
    }));
  }

  private async send(call: PushCall, now: Temporal.Instant) {
    this.sent.push(call);
    const fault = this.faults.shift() ?? this.always;
    await this.onSend(call);
    if (fault?.kind === 'slow') await pause(20);
    if (fault?.kind === 'down') throw new ChannelError('transient', 'The channel does not answer.');
    if (fault?.kind === 'limited')
      throw new ChannelError('limited', 'Too many calls.', {
        retryAfterSeconds: fault.retryAfterSeconds ?? 30,
      });
    const isAllOfIt = this.whole !== null && call.records.some(({ set }) => set.units !== undefined);
    const outcomes: PushOutcome[] = isAllOfIt ? this.sendAll(call, now, fault) : [];
    for (const record of isAllOfIt ? [] : call.records) {
      const isHit = (fault?.kind === 'refuse' || fault?.kind === 'fail') && fault.record(record);
      if (isHit) {
        const outcome = fault.kind === 'refuse' ? 'refused' : 'failed';
        outcomes.push({ recordId: record.recordId, outcome, code: 'no', message: 'Not so.' });
        continue;
      }
      if (fault?.kind !== 'ignore') this.apply(record);
      outcomes.push({ recordId: record.recordId, outcome: 'accepted', code: null, message: null });
    }
    await this.afterApply(call);
    if (fault?.kind === 'drop') throw new ChannelError('transient', 'The connection was dropped.');
    if (fault?.kind === 'error_after') throw new ChannelError('malformed', 'Not to be read.');
    return { outcomes, warnings: [], request: bytesOf(call), response: bytesOf(outcomes) };
  }

  /** All of it or nothing. */
  private sendAll(call: PushCall, now: Temporal.Instant, fault: Fault | null): PushOutcome[] {
    const say = (outcome: PushOutcome['outcome']) =>
      call.records.map(({ recordId }) => ({ recordId, outcome, code: 'no', message: 'Not so.' }));
    if (fault?.kind === 'refuse' && call.records.some(fault.record)) return say('refused');
    if (fault?.kind === 'fail' && call.records.some(fault.record)) return say('failed');
    if (!this.whole || fault?.kind === 'ignore') return say('accepted');
    return sendWhole(
      this,
      this.whole,
      call,
      Temporal.PlainDate.from(now.toString().slice(0, 10)),
      this.horizon,
    );
  }

  private apply({ listing, checkIn, checkOut, set }: PushRange): void {
    for (const night of nightsOf({ checkIn, checkOut }))
      Object.assign(this.night(listing.externalId, night), set);
  }
}

function show(set: NightSet): string {
  return Object.entries(set)
    .map(([field, value]) => `${field}=${value}`)
    .join(' ');
}

function rangeOf(checkIn: string, checkOut: string): Night[] {
  const nights: Night[] = [];
  // Tests write nights that exist.
  for (let at = checkIn as Night; at < checkOut; at = addNights(at, 1)) nights.push(at);
  return nights;
}
