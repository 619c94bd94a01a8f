import type { ChannelProvider } from '../contract.ts';
import type { Reach } from './client.ts';
import { bookingDoor } from './door.ts';
import { bookingAccount, bookingListings } from './listings.ts';
import { bookingMachine } from './machine.ts';
import { bookingOAuth } from './oauth.ts';
import { otaReader } from './ota-reader.ts';
import { bookingPush } from './push.ts';
import { bookingQueues } from './queues.ts';
import { bxmlReader } from './reader.ts';

export type BookingSettings = Reach & {
  /** Of an authorization redirect; both, or there is none. */
  readonly authorizeUrl: string | null;
  readonly tokenUrl: string | null;
  /** Where OTA_ReadRQ is answered; null: B.XML. */
  readonly readUrl: string | null;
  /** Calls that tell availability and rates, for each account. */
  readonly perMinute: number;
};

/** Booking.com's Connectivity APIs, as far as they are publicly known. */
export function createBooking(settings: BookingSettings): ChannelProvider {
  const reach: Reach = settings;
  const { authorizeUrl, tokenUrl, readUrl } = settings;
  return {
    id: 'booking',
    name: 'Booking.com',
    oauth:
      authorizeUrl !== null && tokenUrl !== null ? bookingOAuth(reach, { authorizeUrl, tokenUrl }) : null,
    machine: bookingMachine(reach),
    account: (access) => bookingAccount(reach, access),
    listings: (access, page) => bookingListings(reach, access, page),
    reservations: readUrl === null ? bxmlReader(reach) : otaReader(reach, readUrl),
    pick: null,
    queues: bookingQueues(reach),
    door: bookingDoor,
    webhook: null,
    gate: null,
    push: bookingPush(reach, settings.perMinute),
  };
}
