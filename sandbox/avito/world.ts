import { z } from 'zod';
import type { Night } from '#lib/kernel/nights.ts';
import { FAULT_KINDS, type Fault, faultSchema } from '../core/faults.ts';

/*
 * What Avito keeps, as plain data: it is saved and read back as JSON. Ids are digits in text, since those of bookings
 * have 19 of them; they leave as JSON numbers. Money is whole roubles.
 */

export type Account = {
  readonly id: string;
  name: string;
  email: string;
  /** Ten digits. */
  phone: string;
  /** An employee's account sees no adverts of its company. */
  employee: boolean;
};

export const ITEM_STATUSES = ['active', 'old', 'removed', 'blocked', 'rejected'] as const;

/** What POST …/base sets. */
export type Base = {
  nightPrice: number;
  minimalDuration: number;
  /** Everything else of it, as it came. */
  more: Record<string, unknown>;
};

export type Item = {
  readonly id: string;
  readonly accountId: string;
  title: string;
  address: string;
  status: (typeof ITEM_STATUSES)[number];
  /** An advert for several flats alike: `open` is a number of them. Otherwise it is one flat, open or not. */
  quotas: boolean;
  /** How many there are, while nobody said anything of a night. */
  units: number;
  sleeps: number;
  base: Base;
  updatedAt: string;
};

/** What was said of one night. */
export type Day = {
  /** Null: nobody sent intervals. 0: closed by them. */
  open: number | null;
  /** How many had booked when `open` was said. */
  bookedThen: number;
  /** By a partner's list of closed dates. */
  closed: 'manual' | 'booking' | null;
  /** By the host, on the site. */
  closedByHand: boolean;
  price: number | null;
  minNights: number | null;
  /** When a partner's system last said something of this night; null: never. */
  toldAt: string | null;
};

export type Booking = {
  readonly id: string;
  readonly itemId: string;
  /** active, pending, canceled, overbook, or a word nobody has seen yet. */
  status: string;
  paid: boolean;
  checkIn: Night;
  checkOut: Night;
  guests: number;
  /** Empty where Avito hides it. */
  name: string;
  email: string;
  phone: string | null;
  basePrice: number;
  deposit: { total: number; owner: number; tax: number };
  readonly createdAt: string;
  updatedAt: string;
};

export type Authorization = {
  readonly id: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly accessTokens: { readonly token: string; expiresAt: string }[];
  /** Newest last, and only the newest is good. */
  readonly refreshTokens: string[];
  revokedAt: string | null;
};

export type AuthorizationCode = {
  readonly code: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string;
  used: boolean;
};

export type AvitoState = {
  accounts: Account[];
  items: Item[];
  /** Item id, then night. */
  days: Record<string, Record<string, Day>>;
  bookings: Booking[];
  codes: AuthorizationCode[];
  authorizations: Authorization[];
  /** Grows with each thing ever made, so that no two share an id. */
  serial: number;
};

export const AVITO_FAULT_KINDS = [
  ...FAULT_KINDS,
  ...['half_page', 'repeat_page', 'cursor_lost', 'expired_token', 'revoked_token'],
  ...['silent_non_application', 'partial_acceptance', 'answer_lost'],
  ...['duplicate_bookings', 'missing_bookings'],
] as const;
export type AvitoFaultKind = (typeof AVITO_FAULT_KINDS)[number];
export type AvitoFault = Fault<AvitoFaultKind>;
export const AvitoFaultSchema = faultSchema(AVITO_FAULT_KINDS);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const PerMinute = z.int().positive().nullable();

/** What is unknown of the channel: every field is a switch of PUT settings. */
export const SettingsSchema = z.strictObject({
  /** Whether a list of closed dates replaces the one before it, or adds to it. */
  closeDates: z.enum(['replace', 'merge']),
  /** Whether the token call ever answers a refresh token. */
  refresh: z.enum(['rotates', 'none']),
  /** Whether a 409 names the bookings that are in the way. */
  conflicts: z.enum(['told', 'untold']),
  /** What a call with a token that has run out is answered with. */
  expired: z.enum(['403', '401']),
  /** Whether `open` is how many are left now, or how many there are, bookings included. */
  quota: z.enum(['left', 'total']),
  /** Whether intervals open a night that the host closed by hand. */
  handClosed: z.enum(['lifted', 'kept']),
  /** Whether a stay that began before `date_start` is among the bookings. */
  inProgress: z.enum(['shown', 'hidden']),
  /** Whether new prices push unpaid bookings of these nights into `overbook`. */
  overbook: z.boolean(),
  /** Whether prices may come without night_price. */
  nightPrice: z.enum(['required', 'optional']),
  tokenSeconds: z.int().positive(),
  /** Where the registered app is called back; no redirect_uri of a request changes it. */
  redirectUri: z.url(),
  /** Whose token client_credentials is; null: of the first account. */
  owner: z.string().nullable(),
  /** Whose today it is that dates may not be before. */
  timeZone: z.string().refine(isTimeZone, 'a time zone, as Europe/Moscow'),
  /** How far ahead guests can book, and what one list of intervals replaces. */
  horizonNights: z.int().positive().max(1_200),
  /** Calls a minute of one account; null: any number. */
  limits: z.strictObject({ items: PerMinute, item: PerMinute, rent: PerMinute }),
  /** Whether 429 says when to come back. */
  limitRetryAfter: z.boolean(),
});
export type Settings = z.infer<typeof SettingsSchema>;

export const EMPTY_STATE: AvitoState = {
  accounts: [],
  items: [],
  days: {},
  bookings: [],
  codes: [],
  authorizations: [],
  serial: 0,
};
