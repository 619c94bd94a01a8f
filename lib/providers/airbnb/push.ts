import { CurrencySchema, moneyFromDecimal } from '#lib/kernel/money.ts';
import { addNights, type Night, nightsOf, parseNight, todayIn } from '#lib/kernel/nights.ts';
import type { Access } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import type {
  NightSet,
  ObservedNight,
  PushCall,
  PushOutcome,
  PushPort,
  PushRange,
} from '../push-contract.ts';
import * as client from './client.ts';
import { malformed } from './errors.ts';
import { bodyOf, type Operation, operationsOf, outcomesOf, priceStep, refusalOf } from './push-wire.ts';
import { Id, readAs, unwrapped, WireCalendar, WireRules } from './wire.ts';

/** Two years, as the one integration does that is known to. */
const HORIZON_NIGHTS = 730;
/** No limit is known; a body of so many stays small. */
const OPERATIONS_MOST = 500;

/** A partner's throttle table of 2019 says 160 calls of `calendar_operations` a minute. */
export const CALLS_PER_MINUTE = 160;

/** Prices and availability out, by `calendar_operations`, and back by `calendars`. */
export function airbnbPush(reach: client.Reach, perMinute: number): PushPort {
  return {
    says: 'changes',
    fields: ['units', 'priceMinor', 'minStay', 'maxStay', 'closedToArrival', 'closedToDeparture'],
    maxUnits: 1,
    horizonNights: HORIZON_NIGHTS,
    readNights: HORIZON_NIGHTS,
    priceStep,
    perMinute,
    plan,
    send: (access, call) => send(reach, access, call),
    read: (access, request) => read(reach, access, request),
  };
}

/** One call for each listing: its closings, then all the rest. What closes is told of nothing else, so nothing can spoil it. */
function plan(ranges: readonly PushRange[]): PushCall[] {
  let count = 0;
  const recordsOf = (set: (range: PushRange) => NightSet) =>
    ranges
      .map((range) => ({ ...range, set: set(range) }))
      .filter((range) => Object.values(range.set).some((value) => value !== undefined))
      .map((range) => {
        count += 1;
        return { ...range, recordId: String(count) };
      });
  const closings = recordsOf(({ set }) => (set.units === 0 ? { units: 0 } : {}));
  const others = recordsOf(({ set: { units, ...rest } }) =>
    units === undefined || units === 0 ? rest : { units, ...rest },
  );
  return [closings, others].flatMap((records) =>
    [...Map.groupBy(records, (record) => record.listing.externalId).values()].flatMap(cut),
  );
}

function cut(records: PushCall['records'][number][]): PushCall[] {
  const operations = operationsOf(records);
  const calls: PushCall[] = [];
  for (let at = 0; at < operations.length; at += OPERATIONS_MOST) {
    const part = operations.slice(at, at + OPERATIONS_MOST);
    calls.push({ kind: 'calendar', records: part.flatMap((operation) => operation.records) });
  }
  return calls;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What cannot be told is refused without a word to the channel; the rest is told, and only what the answer shows is done. */
async function send(reach: client.Reach, access: Access, call: PushCall): ReturnType<PushPort['send']> {
  const refused = call.records.flatMap((record): PushOutcome[] => {
    const why = refusalOf(record);
    return why ? [{ recordId: record.recordId, outcome: 'refused', ...why }] : [];
  });
  const unsent = new Set(refused.map((one) => one.recordId));
  const operations = operationsOf(call.records.filter((record) => !unsent.has(record.recordId)));
  const listingId = call.records[0]?.listing.externalId ?? '';
  const request = bytesOf(JSON.stringify(bodyOf(listingId, operations)));
  if (operations.length === 0)
    return { outcomes: refused, warnings: [], request, response: new Uint8Array() };
  if (call.records.some((record) => record.listing.externalId !== listingId))
    throw new RangeError('one call is about one listing');
  const told = await tell(reach, access, { listingId, operations, asking: { left: CALLS_MOST } });
  return { outcomes: [...refused, ...told.outcomes], warnings: [], request, response: told.response };
}

const NOT_TOLD = 'Airbnb refused it together with others. It is told by itself the next time.';

type Told = { readonly outcomes: PushOutcome[]; readonly response: Uint8Array };
type Telling = {
  readonly listingId: string;
  readonly operations: readonly Operation[];
  /** Shared by all halves: calls that may still be made; none once Airbnb wants no more of them. */
  readonly asking: { left: number };
};

/** Finds the one bad operation of `OPERATIONS_MOST`; where many are bad, what is left is told the next time. */
const CALLS_MOST = 20;

/**
 * A call that is refused as a whole (400, 422) says nothing of which operation was wrong: it is told again by halves, so
 * that one bad price does not keep the good ones back. Telling twice is telling once.
 * @throws ChannelError where no answer can be believed
 */
async function tell(
  reach: client.Reach,
  access: Access,
  { listingId, operations, asking }: Telling,
): Promise<Told> {
  asking.left -= 1;
  const answer = await client.postCalendarOperations(reach, access, bodyOf(listingId, operations));
  if (answer.status !== 400 && answer.status !== 422) {
    const { json, bytes } = client.told(answer);
    return { outcomes: outcomesOf(json, listingId, operations), response: bytes };
  }
  const middle = Math.ceil(operations.length / 2);
  const [first, second] = [operations.slice(0, middle), operations.slice(middle)];
  if (second.length === 0)
    return {
      outcomes: each(operations, 'refused', 'rejected', `Airbnb refuses this (${answer.status}).`),
      response: answer.bytes,
    };
  const parts = [await half(first), await half(second)];
  return {
    outcomes: parts.flatMap((part) => part.outcomes),
    response: Buffer.concat([answer.bytes, ...parts.flatMap((part) => [bytesOf('\n'), part.response])]),
  };

  async function half(part: readonly Operation[]): Promise<Told> {
    if (asking.left <= 0)
      return { outcomes: each(part, 'failed', 'not_told', NOT_TOLD), response: new Uint8Array() };
    try {
      return await tell(reach, access, { listingId, operations: part, asking });
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      if (error.kind === 'limited' || error.kind === 'auth') asking.left = 0;
      return { outcomes: each(part, 'failed', error.kind, error.message), response: new Uint8Array() };
    }
  }
}

function each(
  operations: readonly Operation[],
  outcome: PushOutcome['outcome'],
  code: string,
  message: string,
): PushOutcome[] {
  return operations.flatMap(({ records }) =>
    records.map(({ recordId }) => ({ recordId, outcome, code, message })),
  );
}

/**
 * Whether the path's end is a night or the day after is not public: one more is asked for, and what is beyond is left
 * out. Nights that the answer does not name are not known.
 */
async function read(
  reach: client.Reach,
  access: Access,
  { listing, from, to }: Parameters<PushPort['read']>[1],
): ReturnType<PushPort['read']> {
  const listingId = listing.externalId;
  if (!Id.safeParse(listingId).success)
    throw new ChannelError('gone', 'Airbnb has no listing of such an id.');
  const { json, bytes } = await client.getCalendar(reach, access, { listingId, start: from, end: to });
  const wire = readAs(WireCalendar, unwrapped(json, 'calendar'));
  if (wire.listing_id !== null && wire.listing_id !== listingId) throw malformed('is about another listing');
  const days = new Map<Night, WireDay>();
  for (const day of wire.days) {
    const night = parseNight(day.date);
    if (night === null) throw malformed('has a day that is no date');
    if (night < from || night >= to) continue;
    if (days.has(night)) throw malformed('names a night twice');
    days.set(night, day);
  }
  if (days.size === 0) throw malformed('names none of the nights that were asked for');
  const said = CurrencySchema.safeParse(wire.listing_currency?.trim().toUpperCase()).data ?? null;
  // A price in another currency than the listing is known by says nothing of ours.
  const currency = listing.currency === null || said === null || said === listing.currency ? said : null;
  const isRuled = await readRules(reach, access, listingId, [...days.values()]);
  return {
    nights: [...nightsOf({ checkIn: from, checkOut: to })].map((night) =>
      observed(night, days.get(night), currency, isRuled(night)),
    ),
    request: bytesOf(`GET calendars/${listingId}/${from}/${to}`),
    response: bytes,
  };
}

type WireDay = ReturnType<typeof WireCalendar.parse>['days'][number];

const TAKEN = new Set(['reserved', 'booked', 'reservation']);

function observed(
  night: Night,
  day: WireDay | undefined,
  currency: string | null,
  isRuled: boolean,
): ObservedNight {
  const words = `${day?.availability_type ?? ''} ${day?.availability_sub_type ?? ''}`.toLowerCase();
  const isTaken = words.split(/[^a-z]+/).some((word) => TAKEN.has(word));
  const isOpen =
    day?.availability === 'available' ? true : day?.availability === 'unavailable' ? false : null;
  const price = currency === null ? null : moneyFromDecimal(day?.daily_price ?? '', currency);
  return {
    night,
    units: isOpen === null ? null : isOpen ? 1 : isRuled && !isTaken ? null : 0,
    isBooked: isOpen === null ? null : isOpen ? false : isTaken ? true : null,
    priceMinor: price?.amount ?? null,
    minStay: day?.min_nights ?? null,
    maxStay: day?.max_nights ?? null,
    closedToArrival: day?.closed_to_arrival ?? null,
    closedToDeparture: day?.closed_to_departure ?? null,
  };
}

/**
 * Which nights the host's own rules may close for now (too far ahead, too soon): there "unavailable" says nothing of the
 * night itself, and taking it for a closure would keep it closed for good. Our date may be a day off the listing's.
 */
async function readRules(
  reach: client.Reach,
  access: Access,
  listingId: string,
  days: readonly WireDay[],
): Promise<(night: Night) => boolean> {
  if (days.every((day) => day.availability === 'available')) return () => false;
  const rules = await client.getAvailabilityRules(reach, access, listingId).then(
    ({ json }) => WireRules.safeParse(unwrapped(json, 'availability_rule')).data,
    (error: unknown) => {
      // A listing without rules of its own, or a partner who may not see them.
      if (error instanceof ChannelError && ['gone', 'rejected'].includes(error.kind)) return undefined;
      throw error;
    },
  );
  const today = todayIn('UTC', reach.clock.now());
  const ahead = rules?.max_days_notice.days ?? -1;
  const hours = rules?.booking_lead_time.hours ?? 0;
  const beyond = ahead < 0 ? null : addNights(today, ahead - 1);
  const soon = hours > 0 ? addNights(today, Math.ceil(hours / 24) + 1) : today;
  return (night) => (beyond !== null && night >= beyond) || (hours > 0 && night < soon);
}
