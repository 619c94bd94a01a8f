import { z } from 'zod';
import { type JsonText, parseLosslessJson } from '#lib/kernel/lossless-json.ts';
import { fieldsOf } from '../entries.ts';
import { malformed } from './errors.ts';

/*
 * Airbnb's JSON, as far as it is publicly known, and nothing of ours. Numbers arrive as text (lossless-json.ts), so an id
 * is the same whether Airbnb writes 123 or "123". What we can do without is null where it is missing or odd; only what
 * makes a thing the thing it is may fail.
 */

/** Ids and codes: they stand in paths and in our database, so nothing else is one. */
export const Id = z.string().regex(/^[\w-]{1,64}$/);
const Text = z.string().nullable().catch(null);
const Flag = z.boolean().nullable().catch(null);
const Count = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .nullable()
  .catch(null);
const Texts = z.array(z.unknown()).catch([]);

const Total = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .nullable()
  .catch(null);
const Metadata = z
  .object({ record_count: Total, listing_count: Total })
  .catch({ record_count: null, listing_count: null });

export const WireListings = z.object({ listings: z.array(z.unknown()), metadata: Metadata });
export const WireReservations = z.object({ reservations: z.array(z.unknown()), metadata: Metadata });

export const WireUser = z.object({
  id: Id.nullable().catch(null),
  first_name: Text,
  last_name: Text,
});

/** Field names beyond id, synchronization_category and has_availability are not documented publicly: each is optional. */
export const WireListing = z.object({
  id: Id,
  name: Text,
  listing_nickname: Text,
  street: Text,
  apt: Text,
  city: Text,
  time_zone_name: Text,
  time_zone: Text,
  listing_currency: Text,
  person_capacity: Count,
  bedrooms: Count,
  picture_url: Text,
  has_availability: Flag,
  synchronization_category: Text,
});

const GuestDetails = z.object({
  number_of_adults: Count,
  number_of_children: Count,
  number_of_infants: Count,
});

export const WireReservation = z.object({
  confirmation_code: Id,
  listing_id: Id,
  status_type: Text,
  start_date: z.string(),
  end_date: Text,
  nights: Count,
  number_of_guests: Count,
  guest_details: GuestDetails.catch(GuestDetails.parse({})),
  guest_first_name: Text,
  guest_last_name: Text,
  guest_email: Text,
  guest_phone_numbers: Texts,
  guest_preferred_locale: Text,
  host_currency: Text,
  total_paid_amount_accurate: Text,
  expected_payout_amount_accurate: Text,
  booked_at: Text,
  updated_at: Text,
});

export const WireTokens = z.object({
  access_token: Text,
  refresh_token: Text,
  token_type: Text,
  user_id: Id.nullable().catch(null),
  expires_at: Text,
  expires_in: Text,
  scope: Text,
  error: Text,
});

export const WireTokenCheck = z.object({ valid: z.boolean() });

const Update = z.object({
  listing_id: Id,
  synchronization_category: Text,
  after_mapping_listing_id: Id.nullish(),
});

/** A notification, by its `action`: what each needs is asked for in webhook.ts. */
export const WireNotification = z.object({ action: z.string().min(1) });
export const WireReservationNews = z.object({
  reservation: z.object({ confirmation_code: Id, listing_id: Id.nullable().catch(null) }),
});
export const WireListingNews = z
  .object({
    host_id: Id.nullable().catch(null),
    listing_id: Id.nullish(),
    listing_ids: z
      .array(Id)
      .nullish()
      .transform((ids) => ids ?? []),
    updates: z
      .array(Update)
      .nullish()
      .transform((updates) => updates ?? []),
  })
  .refine((news) => news.listing_id ?? news.listing_ids[0] ?? news.updates[0], 'no listing is named');
export const WireRevocation = z.object({ host_id: Id });

export const WireGate = z.object({
  listing_id: Id,
  start_date: z.string(),
  nights: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
  number_of_guests: Count,
  confirmation_code: Id.nullish(),
});

const Whole = z.string().regex(/^\d{1,12}$/);

/** An operation on nights as an answer repeats it. Loose: a field that nobody knows may say that it was not done. */
export const WireOperation = z.looseObject({
  dates: z.array(z.string().max(40)).max(2000),
  availability: z.string().optional().catch(undefined),
  daily_price: Whole.optional().catch(undefined),
  min_nights: Whole.optional().catch(undefined),
  max_nights: Whole.optional().catch(undefined),
  closed_to_arrival: z.boolean().optional().catch(undefined),
  closed_to_departure: z.boolean().optional().catch(undefined),
});
export const WireOperations = z.looseObject({
  listing_id: Id.nullable().catch(null),
  operations: z.array(z.unknown()).catch([]),
});

export const WireCalendar = z.object({
  listing_id: Id.nullable().catch(null),
  listing_currency: Text,
  days: z.array(
    z.object({
      date: z.string(),
      availability: Text,
      availability_type: Text,
      availability_sub_type: Text,
      daily_price: Text,
      min_nights: Count,
      max_nights: Count,
      closed_to_arrival: Flag,
      closed_to_departure: Flag,
    }),
  ),
});

const Days = z
  .string()
  .regex(/^-?\d{1,4}$/)
  .transform(Number)
  .nullable()
  .catch(null);
export const WireRules = z.object({
  max_days_notice: z.object({ days: Days }).catch({ days: null }),
  booking_lead_time: z.object({ hours: Count }).catch({ hours: null }),
});

/** A body of theirs as JSON. @throws ChannelError malformed */
export function readJson(bytes: Uint8Array, status: number | null = null): JsonText {
  try {
    return parseLosslessJson(bytes);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('is not JSON', status);
    throw error;
  }
}

/** What stands under a singular key (`{"listing": {…}}`), or the whole where it came without one. */
export function unwrapped(json: JsonText, key: string): JsonText {
  if (json === null || typeof json !== 'object' || Array.isArray(json) || !Object.hasOwn(json, key))
    return json;
  return (json as { readonly [name: string]: JsonText })[key] ?? null; // checked just above
}

/** Reads by a schema. @throws ChannelError malformed that names the fields, never their values */
export function readAs<T extends z.ZodType>(schema: T, json: unknown, status: number | null = null) {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw malformed(`is not what it should be: ${fieldsOf(read.error)}`, status);
}
