import type { ProviderName } from './schemas.ts';

/** Channels as people know them; names, so the same in every language. */
export const CHANNEL_NAMES: Readonly<Record<ProviderName, string>> = {
  airbnb: 'Airbnb',
  booking: 'Booking.com',
  avito: 'Avito',
};

/** One that we can be connected to; a calendar's name is none. */
export const isProvider = (name: string): name is ProviderName => Object.hasOwn(CHANNEL_NAMES, name);
