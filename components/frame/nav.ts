import {
  CalendarRange,
  ChartColumn,
  History,
  House,
  Inbox,
  type LucideIcon,
  NotebookText,
  RefreshCw,
  Settings,
  Tag,
  Warehouse,
} from 'lucide-react';

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
export const PLACES: readonly { key: Place; href: string; icon: LucideIcon }[] = [
  { key: 'home', href: '/', icon: House },
  { key: 'calendar', href: '/calendar', icon: CalendarRange },
  { key: 'reservations', href: '/reservations', icon: NotebookText },
  { key: 'inbox', href: '/inbox', icon: Inbox },
  { key: 'rates', href: '/rates', icon: Tag },
  { key: 'channels', href: '/channels', icon: RefreshCw },
  { key: 'properties', href: '/properties', icon: Warehouse },
  { key: 'reports', href: '/reports', icon: ChartColumn },
  { key: 'journal', href: '/journal', icon: History },
  { key: 'settings', href: '/settings', icon: Settings },
];

/** Pages that belong to a place without standing under its address. */
const ALSO: Readonly<Record<string, string>> = { '/properties': '/units/', '/inbox': '/conflicts/' };

export function isHere(href: string, path: string): boolean {
  if (href === '/') return path === '/';
  const within = ALSO[href];
  return path === href || path.startsWith(`${href}/`) || (within !== undefined && path.startsWith(within));
}
