/** Where a reservation can come from, as it is stored. */
export const CHANNEL_CODES = [
  'direct',
  'airbnb',
  'booking',
  'avito',
  'vrbo',
  'expedia',
  'agoda',
  'ical',
] as const;

/** In which order they are listed. */
export const RESERVATION_SORTS = ['heard', 'arrival', 'booked'] as const;

export const RESERVATION_STATUSES = ['pending', 'confirmed', 'cancelled'] as const;
