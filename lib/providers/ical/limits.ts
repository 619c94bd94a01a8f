/*
 * What one feed may cost. A calendar is somebody else's text: every bound here is one that a file has been seen to break
 * (a 10 MB line, 100,000 events, a rule without end), and each degrades into a rejection or a warning, never a hang.
 */

export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Of one line after unfolding: 64 KiB of value, and room for the name before it. */
export const MAX_LINE_BYTES = 64 * 1024 + 256;

export const MAX_DEPTH = 64;

/** Events of one feed, and again what recurrence makes of them. */
export const MAX_EVENTS = 20_000;

export const MAX_INSTANCES_PER_EVENT = 1_000;

/** RDATE and EXDATE values read of one event, and of a feed: each may cost a conversion between zones. */
export const MAX_LISTED_DATES = 5_000;
export const MAX_LISTED_DATES_PER_FEED = 20_000;

/** Zone names looked up per feed; later ones count as unknown. */
export const MAX_ZONES_PER_FEED = 200;

/** CPU time one rule may take; `MAX_RULE_WALL_MS` bounds a worker that gets no CPU at all. */
export const MAX_RULE_CPU_MS = 100;
export const MAX_RULE_WALL_MS = 1_000;

/** Rules of one feed that may overrun before the whole feed is refused as too slow, and the time all of them may take. */
export const MAX_OVERRUNS_PER_FEED = 5;
export const MAX_RECURRENCE_MS_PER_FEED = 5_000;

/** Longer UIDs are kept as a hash: a btree row of PostgreSQL holds 2,704 bytes. */
export const MAX_UID_CHARS = 255;
export const MAX_SUMMARY_CHARS = 300;

/** Of one code; the count of what was left out follows as one more warning. */
export const MAX_WARNINGS_PER_CODE = 20;
