import { ROLE_ORDER, type Role } from './labels.ts';

export type { Role } from './labels.ts';

/** What one may do, and the least role that may. Only admins configure what reaches outside. */
const LEAST: Record<Action, Role> = {
  'calendar.read': 'viewer',
  'property.read': 'viewer',
  'reservation.read': 'viewer',
  'run.read': 'viewer',
  'conflict.read': 'viewer',
  'reservation.write': 'manager',
  'block.write': 'manager',
  'conflict.resolve': 'manager',
  'rate.write': 'manager',
  'push.force': 'manager',
  'calendar.sync': 'manager',
  'feed.read': 'manager',
  'journal.read': 'manager',
  'property.write': 'admin',
  'calendar.configure': 'admin',
  'connection.read': 'viewer',
  'connection.sync': 'manager',
  'connection.configure': 'admin',
  'calendar.sync_all': 'admin',
  'feed.configure': 'admin',
  'member.read': 'viewer',
  'member.manage': 'admin',
  'key.manage': 'admin',
  'organization.manage': 'owner',
};

export type Action =
  | 'calendar.read'
  | 'property.read'
  | 'reservation.read'
  | 'run.read'
  | 'conflict.read'
  | 'reservation.write'
  | 'block.write'
  | 'conflict.resolve'
  | 'rate.write'
  | 'push.force'
  | 'calendar.sync'
  | 'feed.read'
  | 'journal.read'
  | 'property.write'
  | 'calendar.configure'
  | 'connection.read'
  | 'connection.sync'
  | 'connection.configure'
  | 'calendar.sync_all'
  | 'feed.configure'
  | 'member.read'
  | 'member.manage'
  | 'key.manage'
  | 'organization.manage';

export function roleAtLeast(role: Role, least: Role): boolean {
  return ROLE_ORDER.indexOf(role) >= ROLE_ORDER.indexOf(least);
}

export function can(role: Role, action: Action): boolean {
  return roleAtLeast(role, LEAST[action]);
}

/** Nobody hands out or takes away a role above their own. */
export function canGrant(granter: Role, role: Role): boolean {
  return can(granter, 'member.manage') && roleAtLeast(granter, role);
}
