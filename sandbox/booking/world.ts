import { z } from 'zod';
import type { Night, NightRange } from '#lib/kernel/nights.ts';
import { FAULT_KINDS, type Fault, faultSchema } from '../core/faults.ts';

/*
 * What Booking.com keeps, as plain data: it is saved and read back as JSON. Ids are digits in text, money is minor units of
 * the hotel's currency.
 */

/** A partner's credentials; hotels are attached to one. */
export type Machine = {
  readonly id: string;
  readonly name: string;
  readonly providerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** A host. */
export type Account = { readonly id: string; name: string; email: string };

export type Hotel = {
  readonly id: string;
  readonly accountId: string;
  name: string;
  city: string;
  countryCode: string;
  timeZone: string;
  currency: string;
  /** Whether prices are shown with tax: decides between AmountAfterTax and AmountBeforeTax. */
  taxIncluded: boolean;
  /** How many of a price's digits are after the point, where not as the currency has it. */
  decimalPlaces: number | null;
  /** The machine account that it is attached to. */
  machineId: string | null;
  connectedAt: string | null;
  requestedAt: string | null;
};

export type RoomType = {
  readonly id: string;
  readonly hotelId: string;
  name: string;
  /** What the host sells of it where nobody said a number. */
  quantity: number;
  maxPersons: number;
};

export type RatePlan = {
  readonly id: string;
  readonly hotelId: string;
  name: string;
  policy: string;
  policyId: string;
  /** A child's price follows from its parent's. */
  parentId: string | null;
  percentOfParent: number;
};

/** A rate plan as one room type has it, with what the host said once for all nights. */
export type RoomRate = {
  readonly roomId: string;
  readonly rateId: string;
  active: boolean;
  singleUse: boolean;
  price: number | null;
  singlePrice: number | null;
};

export type RoomDay = {
  /** What is left to sell; null: nobody said. */
  roomsToSell: number | null;
  closed: boolean;
  /** When a partner's system last said something of this night; null: never. */
  toldAt: string | null;
};

export type RateDay = {
  price: number | null;
  singlePrice: number | null;
  minStay: number | null;
  maxStay: number | null;
  closed: boolean;
  closedToArrival: boolean;
  closedToDeparture: boolean;
  toldAt: string | null;
};

export type StayNight = {
  readonly night: Night;
  readonly rateId: string;
  readonly price: number;
  /** Whether it took one of the rooms to sell, and may give it back. */
  readonly took: boolean;
};

/** One booked room. */
export type Stay = NightRange & {
  readonly id: string;
  readonly roomId: string;
  readonly nights: readonly StayNight[];
  readonly guests: number;
  readonly guestName: string;
};

export const PAYMENTS = ['card', 'vcc', 'none'] as const;

export type Reservation = {
  readonly id: string;
  readonly hotelId: string;
  status: 'booked' | 'cancelled';
  /** What it held when it was cancelled stays here. */
  stays: Stay[];
  readonly booker: { firstName: string; lastName: string; phone: string; email: string };
  readonly payment: (typeof PAYMENTS)[number];
  readonly remarks: string;
  /** Not always the sum of the rooms. */
  total: number;
  /** Left out of the list of guests, though its rooms point there. */
  readonly hideGuests: boolean;
  readonly createdAt: string;
  updatedAt: string;
  /** How often it was changed. */
  changes: number;
};

export type Attempt = { readonly at: string; readonly status: number | null; readonly answer: string };

/** What is to be told of a reservation, on one of the two queues. */
export type Message = {
  readonly id: string;
  readonly reservationId: string;
  readonly hotelId: string;
  readonly queue: 'new' | 'modify';
  readonly createdAt: string;
  /** The response token. */
  readonly token: string;
  /** When its content was last handed out; null: never. */
  deliveredAt: string | null;
  deliveries: number;
  ackedAt: string | null;
  ackedBy: 'poll' | 'push' | 'xml' | 'read' | null;
  rejectedAt: string | null;
  mailedAt: string | null;
  replacedAt: string | null;
  push: { state: 'off' | 'pending' | 'delivered' | 'lost' | 'gave_up'; dueAt: string; attempts: Attempt[] };
};

/** Booking.com writes to the host where the partner's system did not take a message. */
export type Mail = {
  readonly at: string;
  readonly hotelId: string;
  readonly reservationId: string;
  readonly reason: 'late' | 'rejected';
  readonly text: string;
};

export type Token = {
  readonly token: string;
  readonly machineId: string;
  readonly issuedAt: string;
  expiresAt: string;
  revokedAt: string | null;
};

/** A host's approval: a code, and the access token that it was traded for. */
export type Approval = {
  readonly code: string;
  readonly machineId: string;
  readonly accountId: string;
  readonly hotelIds: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: string;
  used: boolean;
  accessToken: string | null;
};

export type BookingState = {
  machines: Machine[];
  accounts: Account[];
  hotels: Hotel[];
  rooms: RoomType[];
  rates: RatePlan[];
  roomRates: RoomRate[];
  /** Room id, then night. */
  roomDays: Record<string, Record<string, RoomDay>>;
  /** `room:rate`, then night. */
  rateDays: Record<string, Record<string, RateDay>>;
  reservations: Reservation[];
  messages: Message[];
  mails: Mail[];
  tokens: Token[];
  approvals: Approval[];
  /** Grows with each thing ever made, so that no two share an id. */
  serial: number;
};

export const EMPTY_STATE: BookingState = {
  machines: [],
  accounts: [],
  hotels: [],
  rooms: [],
  rates: [],
  roomRates: [],
  roomDays: {},
  rateDays: {},
  reservations: [],
  messages: [],
  mails: [],
  tokens: [],
  approvals: [],
  serial: 0,
};

export const BOOKING_FAULT_KINDS = [
  ...FAULT_KINDS,
  ...['expired_token', 'revoked_token', 'silent_non_application', 'partial_acceptance'],
  ...['push_lost', 'push_duplicate', 'push_late'],
] as const;
export type BookingFaultKind = (typeof BOOKING_FAULT_KINDS)[number];
export type BookingFault = Fault<BookingFaultKind>;
export const BookingFaultSchema = faultSchema(BOOKING_FAULT_KINDS);

/** What is unknown of the channel, or differs from one property to another: every field is a switch of PUT settings. */
export const SettingsSchema = z.strictObject({
  /** Whether asking too early is refused. */
  intervals: z.boolean(),
  pollSeconds: z.number().nonnegative(),
  ackPauseSeconds: z.number().nonnegative(),
  /** After so long an untaken message is mailed to the host. */
  fallbackMinutes: z.number().positive(),
  tokenSeconds: z.int().positive(),
  tokensPerHour: z.int().positive(),
  responseTokens: z.boolean(),
  /** How a cancellation is told. */
  cancel: z.enum(['emptyRoomStays', 'noRoomStays', 'resStatus']),
  autoReopen: z.boolean(),
  otaStatus: z.enum(['transaction', 'status']),
  otaAmounts: z.enum(['decimal', 'integer']),
  readMost: z.int().positive(),
  push: z.boolean(),
  pushDialect: z.enum(['ota', 'booking']),
  webhookUrl: z.url().nullable(),
  webhookTimeoutMs: z.int().positive().max(60_000),
  /** What "one month per request" means. */
  month: z.enum(['calendar', 'days31', 'off']),
  maxMessages: z.int().positive(),
  /** Per endpoint of rates and availability, and machine account; null: none. */
  requestsPerMinute: z.int().positive().nullable(),
  /** Whether 429 says when to come back. */
  retryAfter: z.boolean(),
  /** How an answer with both tells what failed. */
  partialAs: z.enum(['warnings', 'errors']),
  decimalAmounts: z.enum(['refuse', 'accept']),
});
export type Settings = z.infer<typeof SettingsSchema>;
