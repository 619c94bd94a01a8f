import type { BellTrouble, Needs } from '#components/home/needs.tsx';
import type { Followed } from '#components/records/followed-row.tsx';
import { calendarAttention } from '#lib/domain/calendars/attention.ts';
import type { Conflict } from '#lib/domain/conflicts/schemas.ts';
import type { EndingConnection, TroubledConnection } from '#lib/domain/connections/attention.ts';
import type { LastRead } from '#lib/domain/feeds/last-reads.ts';
import { appUrlWarning } from '#lib/domain/feeds/reachability.ts';
import { isRead } from '#lib/domain/feeds/reader-rules.ts';
import type { Waiting } from '#lib/domain/intake/schemas.ts';
import { refusalsOf, type Told } from '#lib/domain/protection/rules.ts';
import type { BellState } from '#lib/domain/runs/bells.ts';

/** A bell that rang longer ago than this has stopped. */
const SILENT_MS = 10 * 60_000;

/** What waits for a person, out of what was read. */
export function readNeeds(read: {
  conflicts: readonly Conflict[];
  conflictCount: number;
  calendars: readonly Followed[];
  accounts: readonly TroubledConnection[];
  ending: readonly EndingConnection[];
  waiting: readonly Waiting[];
  found: number;
  told: readonly Told[];
  reads: readonly LastRead[];
  bell: BellState;
  appUrl: string;
  nowMs: number;
}): Needs {
  const reach = appUrlWarning(read.appUrl);
  // Who comes all the same can reach us: a proxy, or a reader on this network.
  const unread = read.reads.filter((one) => !isRead(one, read.nowMs)).length;
  return {
    conflicts: [...read.conflicts].sort((a, b) =>
      a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : 0,
    ),
    conflictCount: read.conflictCount,
    accounts: read.accounts,
    ending: read.ending,
    found: read.found,
    refused: refusalsOf(read.told),
    waiting: {
      count: read.waiting.length,
      bare: read.waiting.filter((one) => one.protection === 'none' && one.checkIn !== null).length,
    },
    calendars: read.calendars.flatMap((calendar) => {
      const trouble = calendarAttention(calendar, read.nowMs);
      return trouble ? [{ calendar, trouble }] : [];
    }),
    bell: read.calendars.some((one) => one.isActive) ? bellTrouble(read.bell, read.nowMs) : null,
    reach:
      unread > 0 && (reach === 'loopback' || reach === 'private')
        ? { kind: reach, host: new URL(read.appUrl).host, links: unread }
        : null,
  };
}

/** With nothing to ask, nobody misses a bell. */
function bellTrouble(bell: BellState, nowMs: number): BellTrouble | null {
  const { lastRangAt, standingInSince } = bell;
  if (lastRangAt === null) return { kind: 'never' };
  if (nowMs - lastRangAt.epochMilliseconds > SILENT_MS) return { kind: 'silent', at: lastRangAt.toString() };
  return standingInSince ? { kind: 'standingIn', at: standingInSince.toString() } : null;
}
