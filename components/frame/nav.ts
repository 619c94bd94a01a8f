import type { IconName } from '#components/ui/icon-names.ts';

export type Place =
  | 'home'
  | 'calendar'
  | 'reservations'
  | 'inbox'
  | 'rates'
  | 'channels'
  | 'properties'
  | 'reports'
  | 'journal'
  | 'settings';

/** Only what stands: an entry comes with its page. */
export const PLACES: readonly { key: Place; href: string; icon: IconName }[] = [
  { key: 'home', href: '/', icon: 'house' },
  { key: 'calendar', href: '/calendar', icon: 'calendar-range' },
  { key: 'reservations', href: '/reservations', icon: 'notebook-text' },
  { key: 'inbox', href: '/inbox', icon: 'inbox' },
  { key: 'rates', href: '/rates', icon: 'tag' },
  { key: 'channels', href: '/channels', icon: 'refresh-cw' },
  { key: 'properties', href: '/properties', icon: 'warehouse' },
  { key: 'reports', href: '/reports', icon: 'chart-column' },
  { key: 'journal', href: '/journal', icon: 'rotate-ccw-clock' },
  { key: 'settings', href: '/settings', icon: 'settings' },
];

/** Pages that belong to a place without standing under its address. */
const ALSO: Readonly<Record<string, string>> = {
  '/calendar': '/blocks/',
  '/properties': '/units/',
  '/inbox': '/conflicts/',
};

export function isHere(href: string, path: string): boolean {
  if (href === '/') return path === '/';
  const within = ALSO[href];
  return path === href || path.startsWith(`${href}/`) || (within !== undefined && path.startsWith(within));
}
