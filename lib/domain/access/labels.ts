/** What one may be, from the least on. */
export const ROLE_ORDER = ['viewer', 'manager', 'admin', 'owner'] as const;
export type Role = (typeof ROLE_ORDER)[number];
