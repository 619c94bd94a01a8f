import { type Action, can, type Role } from '../access/rules.ts';
import { NOTICE_KINDS, type NoticeKind, type NoticeMedium } from './schemas.ts';

type Rule = {
  /** Who may be told: whoever may see it on the screen. */
  readonly see: Action;
  /** Who is told unless they say otherwise: whoever can do something about it. Null: nobody. */
  readonly act: Action | null;
};

const RULES: Readonly<Record<NoticeKind, Rule>> = {
  conflict: { see: 'conflict.read', act: 'conflict.resolve' },
  booking_unmapped: { see: 'reservation.read', act: 'reservation.write' },
  booking_unknown_status: { see: 'reservation.read', act: 'reservation.write' },
  // A busy house has several a day, and nothing needs to be done.
  booking_new: { see: 'reservation.read', act: null },
  connection_dead: { see: 'connection.read', act: 'connection.configure' },
  connection_expiring: { see: 'connection.read', act: 'connection.configure' },
  sync_failed: { see: 'run.read', act: 'calendar.sync' },
  feed_stale: { see: 'run.read', act: 'calendar.sync' },
  // The instance's own trouble: its owner's, or that of the operators where there are named ones.
  bell_silent: { see: 'organization.manage', act: 'organization.manage' },
};

export function kindsFor(role: Role): NoticeKind[] {
  return NOTICE_KINDS.filter((kind) => maySee(role, kind));
}

export function maySee(role: Role, kind: NoticeKind): boolean {
  return can(role, RULES[kind].see);
}

/** The same for both media: whoever links a chat wants to be told there. */
export function isOnByDefault(role: Role, kind: NoticeKind): boolean {
  const { act } = RULES[kind];
  return act !== null && can(role, act);
}

export type Wish = { readonly kind: NoticeKind; readonly medium: NoticeMedium; readonly isOn: boolean };

/** Whether a person of this role, with these wishes, is told of this kind by this medium. */
export function wants(role: Role, wishes: readonly Wish[], kind: NoticeKind, medium: NoticeMedium): boolean {
  if (!maySee(role, kind)) return false;
  const wish = wishes.find((one) => one.kind === kind && one.medium === medium);
  return wish?.isOn ?? isOnByDefault(role, kind);
}

export type Cause = {
  readonly kind: NoticeKind;
  /** What it is about. With the kind: one notice. */
  readonly cause: string;
  /** What makes it another message. */
  readonly state: string;
};

/** A cause that comes back this soon, as it was, only flickers: it is not told again. */
export const FLICKER_MINUTES = 30;

/**
 * What has to change so that the notices say what is: causes that are new, or in another state, or back; and open
 * notices whose cause is gone.
 */
export function compare<C extends Cause, N extends Cause & { readonly id: string }>(
  current: readonly C[],
  open: readonly N[],
): { raise: C[]; close: N[] } {
  const key = (one: Cause) => `${one.kind} ${one.cause}`;
  const known = new Map(open.map((notice) => [key(notice), notice]));
  const now = new Set(current.map(key));
  return {
    raise: current.filter((cause) => known.get(key(cause))?.state !== cause.state),
    close: open.filter((notice) => !now.has(key(notice))),
  };
}
