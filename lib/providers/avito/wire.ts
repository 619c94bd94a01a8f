import { z } from 'zod';
import { type JsonText, parseLosslessJson } from '#lib/kernel/lossless-json.ts';
import type { HttpAnswer } from '#lib/platform/http.ts';

/*
 * Avito's JSON as its OpenAPI files have it, and nothing of ours. Numbers arrive as text (lossless-json.ts): an
 * `avito_booking_id` has 19 digits and is a number. What we can do without is null where it is missing or odd; only what
 * makes a thing the thing it is may fail.
 */

/** Ids of accounts, adverts and bookings: they stand in paths and in our database, so nothing else is one. */
export const Id = z.string().regex(/^[1-9]\d{0,19}$/);
const Text = z.string().nullable().catch(null);
const Count = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .nullable()
  .catch(null);

export const WireAccount = z.object({ id: Id, name: Text });

const Meta = z.object({ per_page: Count }).catch({ per_page: null });
export const WireItems = z.object({ resources: z.array(z.unknown()), meta: Meta });

/** An advert of a list. */
export const WireItem = z.object({ id: Id, title: Text, address: Text, status: Text });

/** One advert, asked by its id: documented are status, url and times. What else a list tells is taken where it comes. */
export const WireItemInfo = z.object({
  id: Id.nullable().catch(null),
  title: Text,
  address: Text,
  status: Text,
});

export const WireBookings = z.object({
  bookings: z.array(z.unknown()),
  error: z.unknown().optional(),
});

const Contact = z.object({ name: Text, email: Text, phone: Text });

export const WireBooking = z.object({
  avito_booking_id: Id,
  status: Text,
  check_in: z.string(),
  check_out: Text,
  nights: Count,
  guest_count: Count,
  base_price: Text,
  contact: Contact.catch({ name: null, email: null, phone: null }),
});

export const WireTokens = z.object({
  access_token: Text,
  refresh_token: Text,
  token_type: Text,
  expires_in: Text,
  scope: Text,
  error: z.unknown().optional(),
});

/** What a write is answered with, of all three kinds. */
export const WireResult = z.object({ result: Text, error: z.unknown().optional() });

const WireStretch = z.object({ date_start: z.string(), date_end: z.string() });
const WireStay = z.object({ check_in: z.string(), check_out: z.string() });

/** A refused closing (409). `conflicts` came into the document in July 2026: before, only code and message did. */
export const WireConflicts = z.object({
  error: z.object({
    conflicts: z.array(
      z.object({
        interval: WireStretch.nullable().catch(null),
        bookings: z.array(WireStay.nullable().catch(null)).catch([]),
      }),
    ),
  }),
});

/** A body as JSON, or undefined where it is none. */
export function jsonOf(bytes: Uint8Array): JsonText | undefined {
  try {
    return parseLosslessJson(bytes);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A page for people where an API's answer should be. */
export function isPage({ headers, bytes }: Pick<HttpAnswer, 'headers' | 'bytes'>): boolean {
  if (/\bhtml\b/i.test(headers['content-type'] ?? '')) return true;
  return /^\s*</.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
}

const WORDS_MAX = 2_000;

/**
 * All words of an answer that is no success, to look into and never to quote: errors are told as `{error: {code, message}}`,
 * `{result: {message}}`, or as OAuth has it.
 */
export function wordsOf({ bytes }: Pick<HttpAnswer, 'bytes'>): string {
  const json = jsonOf(bytes.subarray(0, 100_000));
  const words = json === undefined ? '' : textsIn(json).join(' ');
  return words.slice(0, WORDS_MAX);
}

function textsIn(json: JsonText): string[] {
  if (typeof json === 'string') return [json];
  if (json === null || typeof json !== 'object') return [];
  return Object.values(json).flatMap(textsIn);
}
