import type { REASON_GROUPS } from './schemas.ts';

export type ReasonGroup = (typeof REASON_GROUPS)[number];

/** What a code of a run's error or of a call's record comes down to, for who wants to know what to do about it. */
const GROUPS: Readonly<Record<string, ReasonGroup>> = {
  auth: 'sign_in',
  credentials: 'sign_in',
  link_sealed: 'sign_in',
  limited: 'limit',
  busy: 'limit',
  transient: 'no_answer',
  no_answer: 'no_answer',
  unclear: 'no_answer',
  dns: 'no_answer',
  connect: 'no_answer',
  tls: 'no_answer',
  timeout: 'no_answer',
  too_slow: 'no_answer',
  cut_short: 'no_answer',
  rejected: 'refused',
  refused: 'refused',
  gone: 'refused',
  http_status: 'refused',
  forbidden: 'refused',
  malformed: 'unreadable',
  bad_answer: 'unreadable',
  encoding: 'unreadable',
  empty_body: 'unreadable',
  not_a_calendar: 'unreadable',
  html: 'unreadable',
  truncated: 'unreadable',
  unbalanced: 'unreadable',
  unsupported_encoding: 'unreadable',
  line_too_long: 'unreadable',
  too_deep: 'unreadable',
  too_large: 'unreadable',
  too_many_events: 'unreadable',
  booking_unreadable: 'unreadable',
  listing_unreadable: 'unreadable',
  answer_empty: 'unreadable',
  answer_shrunken: 'unreadable',
  interrupted: 'ours',
  system: 'ours',
  failed: 'ours',
};

/** @param code null where there is none */
export function reasonOf(code: string | null): ReasonGroup {
  return (code && Object.hasOwn(GROUPS, code) && GROUPS[code]) || 'other';
}

/** How often each reason stood behind a failure, the commonest first. */
export function reasonsOf(
  codes: readonly { readonly code: string | null; readonly count: number }[],
): { group: ReasonGroup; count: number }[] {
  const counts = new Map<ReasonGroup, number>();
  for (const { code, count } of codes) {
    const group = reasonOf(code);
    counts.set(group, (counts.get(group) ?? 0) + count);
  }
  return [...counts]
    .map(([group, count]) => ({ group, count }))
    .sort((a, b) => b.count - a.count || (a.group < b.group ? -1 : 1));
}
