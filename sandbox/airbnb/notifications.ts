import { scopesOf } from './authorizations.ts';
import type { AirbnbHost } from './host.ts';
import { hintOut, idOut } from './wire.ts';
import type { Delivery, Listing, Reservation, Signing } from './world.ts';

export const RESERVATION_ACTIONS = [
  'reservation_acceptance_confirmation',
  'reservation_cancellation_confirmation',
  'reservation_alteration_confirmation',
  'reservation_requested',
  'reservation_request_voided',
] as const;
export type ReservationAction = (typeof RESERVATION_ACTIONS)[number];

export const ACTIONS = [
  ...RESERVATION_ACTIONS,
  'message_added',
  'listing_approval_status_changed',
  'listing_synchronization_settings_updated',
  'listings_mapped',
  'listings_unlinked',
  'authorization_revoked',
  'payout_notification',
  'test_notification',
] as const;

export type Notice = {
  readonly action: string;
  readonly accountId: string;
  readonly listing?: Listing | undefined;
  readonly reservation?: Reservation | undefined;
  /** Fields that go over what the action would say. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly sign?: Signing | undefined;
  /** The same id as before: a message that came twice. */
  readonly id?: string | undefined;
};

/** Sends the notice, connected or not; the body is what the channel would say of it. */
export function send(host: AirbnbHost, notice: Notice): Delivery {
  const name = notice.listing?.id ?? notice.reservation?.listingId ?? '';
  const disguised =
    notice.reservation &&
    host.faults.strike({ name, path: notice.action, method: 'POST' }, ['webhook_as_message']);
  const action = disguised ? 'message_added' : notice.action;
  const body = { action, ...contentOf(host, { ...notice, action }), ...notice.body };
  return host.webhooks.post(action, body, name, notice.sign, notice.id);
}

/** Tells the partner what became of a reservation, where its host has connected the partner. */
export function tell(host: AirbnbHost, action: ReservationAction, reservation: Reservation): void {
  const { accountId } = reservation;
  if (scopesOf(host, accountId)) send(host, { action, accountId, reservation });
}

function contentOf(host: AirbnbHost, notice: Notice): Record<string, unknown> {
  const { settings } = host;
  const hostId = idOut(settings, notice.accountId);
  const about = notice.reservation && hintOut(settings, notice.reservation);
  const ids = (
    notice.listing ? [notice.listing.id] : host.store.listingsOf(notice.accountId).map((one) => one.id)
  ) satisfies string[];
  switch (notice.action) {
    case 'message_added':
      return {
        ...(about ? { reservation: about } : {}),
        thread_id: notice.reservation ? idOut(settings, notice.reservation.threadId) : null,
      };
    case 'listing_synchronization_settings_updated':
      return { host_id: hostId, updates: ids.map((id) => updateOf(host, id)) };
    case 'listings_mapped':
    case 'listings_unlinked':
    case 'authorization_revoked':
      return { host_id: hostId, listing_ids: ids };
    case 'listing_approval_status_changed':
      return { host_id: hostId, listing_id: notice.listing ? idOut(settings, notice.listing.id) : null };
    case 'payout_notification':
      return { host_id: hostId };
    case 'test_notification':
      return {};
    default:
      return about ? { reservation: about } : { host_id: hostId };
  }
}

function updateOf(host: AirbnbHost, id: string): Record<string, unknown> {
  return {
    listing_id: idOut(host.settings, id),
    synchronization_category: host.store.listing(id).category,
  };
}
