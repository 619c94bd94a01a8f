import { z } from 'zod';
import type { Night } from '#lib/kernel/nights.ts';
import { FAULT_KINDS, type Fault, faultSchema } from '../core/faults.ts';

/*
 * What Airbnb keeps, as plain data: it is saved and read back as JSON. Ids are digits in text (they may outgrow a
 * JavaScript number); how they are written into an answer is a setting.
 */

export type Account = {
  readonly id: string;
  /** First and last name, as `users/me` tells them: the consent page and a partner say the same. */
  name: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
};

export const SYNC_CATEGORIES = ['sync_all', 'sync_rates_and_availability', 'sync_undecided'] as const;
export type SyncCategory = (typeof SYNC_CATEGORIES)[number];

export type Listing = {
  id: string;
  readonly accountId: string;
  name: string;
  street: string;
  city: string;
  countryCode: string;
  personCapacity: number;
  bedrooms: number;
  beds: number;
  bathrooms: number;
  currency: string;
  timeZone: string;
  /** Null: no system of a partner is linked to it. */
  category: SyncCategory | null;
  hasAvailability: boolean;
  /** False: guests ask, and the host accepts or denies. */
  instantBook: boolean;
  checkInTime: string;
  checkOutTime: string;
  /** Whole units of the currency, as the channel takes them. */
  pricing: { dailyPrice: number; weekendPrice: number | null; cleaningFee: number };
  rules: {
    minNights: number;
    maxNights: number;
    leadHours: number;
    /** -1: as far ahead as one likes. */
    maxDaysNotice: number;
    turnoverDays: number;
  };
};

/** What the host, or a partner for it, said of one night. Null: nothing; the listing's defaults hold. */
export type Day = {
  availability: 'available' | 'unavailable' | 'default' | null;
  price: number | null;
  minNights: number | null;
  maxNights: number | null;
  closedToArrival: boolean;
  closedToDeparture: boolean;
  notes: string | null;
  /** When a partner's system last said something of this night; null: never. */
  toldAt: string | null;
};

export const STATUS_TYPES = [
  ...['new', 'accept', 'deny', 'pending', 'timeout', 'pending_voided', 'pending_payment'],
  ...['at_checkpoint', 'checkpoint_voided', 'cancelled_by_admin', 'cancelled_by_host', 'cancelled_by_guest'],
] as const;

export type Reservation = {
  readonly code: string;
  readonly accountId: string;
  listingId: string;
  /** One of STATUS_TYPES, or a word nobody has seen yet. */
  status: string;
  checkIn: Night;
  checkOut: Night;
  adults: number;
  children: number;
  infants: number;
  readonly guestId: string;
  readonly threadId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phone: string;
  readonly locale: string;
  readonly currency: string;
  /** Minor units of the currency. */
  money: { base: number; cleaning: number; hostFee: number; tax: number };
  readonly createdAt: string;
  bookedAt: string | null;
  updatedAt: string;
  /** The guest is still paying: it holds the nights, and the API does not know it. */
  hidden: boolean;
};

export type Authorization = {
  readonly id: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
  /** Newest last; a token lives until its time is over or the authorization is revoked. */
  readonly accessTokens: { readonly token: string; expiresAt: string }[];
  /** Newest last; with rotation only the newest is good. */
  readonly refreshTokens: string[];
  revokedAt: string | null;
};

export type AuthorizationCode = {
  readonly code: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly expiresAt: string;
  used: boolean;
};

export type Attempt = {
  readonly at: string;
  /** Null: nobody answered. */
  readonly status: number | null;
  readonly answer: string;
};

export type Delivery = {
  readonly id: string;
  readonly action: string;
  readonly body: string;
  readonly createdAt: string;
  dueAt: string;
  state: 'pending' | 'delivered' | 'lost' | 'gave_up' | 'no_target';
  fault: string | null;
  sign: Signing;
  readonly attempts: Attempt[];
};
export const SIGNINGS = ['right', 'wrong', 'missing', 'old'] as const;
export type Signing = (typeof SIGNINGS)[number];

/** One question to the synchronous gate. */
export type GateCall = {
  readonly at: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly ms: number;
  readonly outcome: 'yes' | 'no' | 'unreachable';
  readonly answer: string;
};

export type AirbnbState = {
  accounts: Account[];
  listings: Listing[];
  /** Listing id, then night. */
  days: Record<string, Record<string, Day>>;
  reservations: Reservation[];
  codes: AuthorizationCode[];
  authorizations: Authorization[];
  deliveries: Delivery[];
  gateCalls: GateCall[];
  /** Grows with each thing ever made, so that no two share an id. */
  serial: number;
};

export const AIRBNB_FAULT_KINDS = [
  ...FAULT_KINDS,
  ...['half_page', 'repeat_page', 'cursor_lost', 'expired_token', 'revoked_token'],
  ...['silent_non_application', 'partial_acceptance'],
  ...['webhook_lost', 'webhook_duplicate', 'webhook_reorder', 'webhook_late', 'webhook_as_message'],
] as const;
export type AirbnbFaultKind = (typeof AIRBNB_FAULT_KINDS)[number];
export type AirbnbFault = Fault<AirbnbFaultKind>;
export const AirbnbFaultSchema = faultSchema(AIRBNB_FAULT_KINDS);

const Limit = z.array(z.tuple([z.int().positive(), z.int().positive()]));

/** What is unknown of the channel, or differs from one partner to another: every field is a switch of PUT settings. */
export const SettingsSchema = z.strictObject({
  /** omits: a refresh answers no refresh token, and the old one stays good. */
  refresh: z.enum(['rotates', 'keeps', 'omits']),
  expiry: z.enum(['expires_at', 'expires_in', 'absent']),
  tokenSeconds: z.int().positive(),
  /** The word for a refusal in the redirect. */
  refusalError: z.string().min(1),
  listingIds: z.enum(['number', 'text']),
  /** Whether `calendars/{listing}/{start}/{end}` means the night of `end` too. */
  calendarEnd: z.enum(['inclusive', 'exclusive']),
  /** What `calendar_operations` answers: all that it was told, what it has done of it, or nothing of either. */
  operationsAnswer: z.enum(['repeats', 'applied', 'bare']),
  /** What `start_date` of the reservations' list leaves out. */
  startDate: z.enum(['starts_on_or_after', 'ends_after']),
  /** Whether a reservation can be fetched while its guest is still paying. */
  duringGate: z.enum(['hidden', 'at_checkpoint']),
  timeoutWord: z.enum(['timeout', 'timedout']),
  requestHours: z.number().positive(),
  webhookUrl: z.url().nullable(),
  gateUrl: z.url().nullable(),
  webhookSecret: z.string().startsWith('whsec_'),
  /** Whose bookings the gate is asked for. */
  gateFor: z.enum(['connected', 'linked']),
  gateTimeoutMs: z.int().positive().max(60_000),
  /** What a gate that does not answer means. */
  gateDown: z.enum(['own_calendar', 'refuse']),
  webhookTimeoutMs: z.int().positive().max(60_000),
  /** Per name `[calls, seconds]`; `token` counts per access, `endpoint` per resource; null: none. */
  limits: z.record(z.string(), Limit).nullable(),
  /** Whether 429 says when to come back. */
  limitRetryAfter: z.boolean(),
});
export type Settings = z.infer<typeof SettingsSchema>;

export const EMPTY_STATE: AirbnbState = {
  accounts: [],
  listings: [],
  days: {},
  reservations: [],
  codes: [],
  authorizations: [],
  deliveries: [],
  gateCalls: [],
  serial: 0,
};
