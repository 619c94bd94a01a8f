import type { Target } from '../core/faults.ts';
import type { BookingFault } from './world.ts';

/** What a route of the API is handed besides the request. */
export type ApiEnv = { Bindings: { fault: BookingFault | null } };

/** One request as limits, faults and the log see it. `name` is the hotel that it names, '' for none. */
export type Call = Required<Target> & {
  /** The last word of the path: `OTA_HotelResNotif`, `roomrates`, `exchange`… */
  readonly resource: string;
};

/** Calls that say what is for sale. */
export const TELLING = new Set(['OTA_HotelAvailNotif', 'OTA_HotelRateAmountNotif']);

export function callOf(request: Request, body: string): Call {
  const url = new URL(request.url);
  const parts = url.pathname.split('/');
  const status = /\/properties\/([^/]+)\/status$/.exec(url.pathname);
  return {
    resource: parts.at(-1) ?? '',
    name: status?.[1] ?? url.searchParams.get('hotel_ids') ?? hotelIn(body),
    path: url.pathname,
    method: request.method,
  };
}

function hotelIn(body: string): string {
  return /<hotel_id>\s*(\d+)|HotelCode="(\d+)"/.exec(body)?.slice(1).find(Boolean) ?? '';
}
