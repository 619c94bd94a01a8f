/** Platforms whose links people paste most, with the colour that we suggest for each. */
export const PLATFORMS = ['airbnb', 'booking', 'vrbo', 'google', 'avito'] as const;
export type Platform = (typeof PLATFORMS)[number];

export const PLATFORM_NAMES: Record<string, string> = {
  airbnb: 'Airbnb',
  booking: 'Booking.com',
  vrbo: 'Vrbo',
  expedia: 'Expedia',
  google: 'Google Calendar',
  avito: 'Avito',
  sutochno: 'Суточно.ру',
  agoda: 'Agoda',
  smoobu: 'Smoobu',
  guesty: 'Guesty',
  latchkey: 'Latchkey',
};

/** Names that are shown in every language; a platform we do not know is called by its host. */
export function platformName(platform: string, host: string): string {
  return PLATFORM_NAMES[platform] ?? host;
}

export const COLORS = [
  '#c8433f',
  '#c2731a',
  '#946a00',
  '#567d12',
  '#0f6e69',
  '#2557a8',
  '#5a45b3',
  '#96367f',
  '#6c6455',
] as const;

const SUGGESTED: Record<string, string> = {
  airbnb: '#c8433f',
  booking: '#2557a8',
  vrbo: '#5a45b3',
  expedia: '#946a00',
  google: '#0f6e69',
  avito: '#567d12',
  agoda: '#96367f',
};

export function suggestedColor(platform: string): string {
  return SUGGESTED[platform] ?? '#6c6455';
}

/** Minutes between polls that the form offers. */
export const INTERVALS = [5, 15, 30, 60, 180, 360, 720, 1440] as const;
