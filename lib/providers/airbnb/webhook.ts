import { createHmac, timingSafeEqual } from 'node:crypto';
import type { JsonText } from '#lib/kernel/lossless-json.ts';
import { plain } from '#lib/kernel/plain-text.ts';
import type { Hint, SignedCall, Verified, WebhookPort } from '../webhook-contract.ts';
import {
  Id,
  readAs,
  readJson,
  WireListingNews,
  WireNotification,
  WireReservationNews,
  WireRevocation,
} from './wire.ts';

/*
 * Airbnb's real signature is not public. Ours is Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`. Another
 * verifier takes this one's place by another `verify`; nothing else knows.
 */

export const airbnbWebhook: WebhookPort = { verify, interpret };

const TOLERANCE_SECONDS = 300;
const SIGNATURE_BYTES = 32;
/** A key that can be guessed is none: base64 of anything shorter, and of what is no base64. */
const KEY_BYTES_MIN = 12;

export function verify(call: SignedCall, secrets: readonly string[], now: Temporal.Instant): Verified {
  const id = call.headers['webhook-id'];
  const timestamp = call.headers['webhook-timestamp'];
  const signatures = call.headers['webhook-signature'];
  if (!id || !timestamp || !signatures) return { ok: false, reason: 'missing' };
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, reason: 'malformed' };
  const ahead = Number(timestamp) - Math.floor(now.epochMilliseconds / 1000);
  if (ahead < -TOLERANCE_SECONDS) return { ok: false, reason: 'too_old' };
  if (ahead > TOLERANCE_SECONDS) return { ok: false, reason: 'too_new' };

  const given = readSignatures(signatures);
  if (given.length === 0) return { ok: false, reason: 'malformed' };
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), call.bytes]);
  const expected = secrets
    .map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .filter((key) => key.length >= KEY_BYTES_MIN)
    .map((key) => createHmac('sha256', key).update(signed).digest());
  const isOurs = expected.some((ours) => given.some((theirs) => timingSafeEqual(ours, theirs)));
  if (!isOurs) return { ok: false, reason: 'wrong' };
  return {
    ok: true,
    messageId: id,
    sentAt: Temporal.Instant.fromEpochMilliseconds(Number(timestamp) * 1000),
  };
}

/** Those of version 1; a sender that rotates its secret gives several. */
function readSignatures(header: string): Buffer[] {
  return header
    .split(' ')
    .filter((part) => /^v1,[A-Za-z0-9+/]{43}=?$/.test(part))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
    .filter((bytes) => bytes.length === SIGNATURE_BYTES);
}

/** What a notification names, to be fetched. @throws ChannelError malformed */
export function interpret(bytes: Uint8Array): readonly Hint[] {
  const json = readJson(bytes);
  const action = plain(readAs(WireNotification, json).action, 100) ?? '';
  const read = READERS.get(action) ?? unknownNews;
  return read(json, action);
}

type Reader = (json: JsonText, action: string) => Hint[];

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['reservation_acceptance_confirmation', reservationNews],
  ['reservation_cancellation_confirmation', reservationNews],
  ['reservation_alteration_confirmation', reservationNews],
  ['reservation_requested', reservationNews],
  ['reservation_request_voided', reservationNews],
  // It was seen in place of a confirmation: where it names a reservation, that is fetched.
  ['message_added', messageNews],
  ['listing_approval_status_changed', listingNews],
  ['listing_synchronization_settings_updated', listingNews],
  ['listings_mapped', listingNews],
  ['listings_unlinked', listingNews],
  ['authorization_revoked', (json) => [{ kind: 'revoked', accountId: readAs(WireRevocation, json).host_id }]],
  ['payout_notification', nothingToDo],
  ['test_notification', nothingToDo],
]);

function reservationNews(json: JsonText): Hint[] {
  const { reservation } = readAs(WireReservationNews, json);
  const { confirmation_code: externalId, listing_id: listingId } = reservation;
  return [{ kind: 'reservation', externalId, listingId }];
}

function listingNews(json: JsonText): Hint[] {
  const news = readAs(WireListingNews, json);
  const accountId = news.host_id;
  const renamed = news.updates.flatMap(({ listing_id: from, after_mapping_listing_id: to }): Hint[] =>
    to == null || to === from ? [] : [{ kind: 'listing_renamed', accountId, from, to }],
  );
  const ids = [news.listing_id ?? [], news.listing_ids, news.updates.map((update) => update.listing_id)];
  return [...renamed, { kind: 'listings', accountId, listingIds: [...new Set(ids.flat(2))] }];
}

function nothingToDo(_json: JsonText, action: string): Hint[] {
  return [{ kind: 'nothing', action, isKnown: true }];
}

function unknownNews(_json: JsonText, action: string): Hint[] {
  return [{ kind: 'nothing', action, isKnown: false }];
}

function messageNews(json: JsonText, action: string): Hint[] {
  const found = findReservation(json);
  return found === null ? nothingToDo(json, action) : [found];
}

/** Where a message names its reservation is not known, so the whole of it is looked through. */
function findReservation(json: JsonText): Hint | null {
  if (json === null || typeof json !== 'object') return null;
  const fields = new Map(Object.entries(json));
  const codes = [fields.get('confirmation_code'), fields.get('reservation_confirmation_code')];
  const externalId = codes.map((code) => Id.safeParse(code).data).find((code) => code !== undefined);
  if (externalId !== undefined) {
    const listingId = Id.safeParse(fields.get('listing_id')).data ?? null;
    return { kind: 'reservation', externalId, listingId };
  }
  for (const value of fields.values()) {
    const below = findReservation(value);
    if (below !== null) return below;
  }
  return null;
}
