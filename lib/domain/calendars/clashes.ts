import { and, eq, like, or } from 'drizzle-orm';
import { conflicts } from '#db/schema/reservations.ts';
import { intersection, type Night, type NightRange } from '#lib/kernel/nights.ts';
import { closeConflictsOf } from '../conflicts/close-conflicts.ts';
import { openConflict } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { readKnowledge } from '../feeds/knowledge.ts';
import { readClaims, type SourcedClaim, type StandingEvent } from './claims.ts';
import { clash, type Knowledge } from './clash-rules.ts';

type Clash = {
  readonly claims: readonly [string, string];
  readonly kind: 'double_booking' | 'possible_double_booking';
  readonly nights: NightRange;
};

/**
 * Brings the unit's open conflicts that involve an event of a calendar in line with what stands now: opens what is
 * missing, closes what no longer clashes. Idempotent; runs in the transaction that changed the unit.
 */
export async function settleClashes(tx: Ctx, unitId: string, today: Night): Promise<void> {
  const { claims, events } = await readClaims(tx, unitId, today);
  const knowledge = new Map<string, Knowledge>();
  for (const calendarId of new Set(events.map((event) => event.calendarId))) {
    knowledge.set(calendarId, await readKnowledge(tx, calendarId, unitId));
  }
  const wanted = findClashes(events, claims, knowledge);
  const open = await tx.db
    .select()
    .from(conflicts)
    .where(
      and(
        eq(conflicts.orgId, tx.org),
        eq(conflicts.unitId, unitId),
        eq(conflicts.status, 'open'),
        or(like(conflicts.claimA, 'evt_%'), like(conflicts.claimB, 'evt_%')),
      ),
    );
  for (const row of open) {
    if (!wanted.has(pairKey(row.claimA, row.claimB)))
      await closeConflictsOf(tx, [row.claimA, row.claimB], 'gone', { pair: true });
  }
  for (const found of wanted.values()) await openConflict(tx, { unitId, ...found });
}

function findClashes(
  events: readonly StandingEvent[],
  claims: readonly SourcedClaim[],
  knowledge: ReadonlyMap<string, Knowledge>,
): Map<string, Clash> {
  const found = new Map<string, Clash>();
  for (const event of events) {
    const known = knowledge.get(event.calendarId);
    if (!known) continue;
    for (const claim of claims) {
      if (!claim.isBooking || claim.id === event.id || claim.calendarId === event.calendarId) continue;
      const kind = clash(event, claim, known);
      const nights = intersection(event, claim);
      if (kind === 'none' || !nights) continue;
      const key = pairKey(event.id, claim.id);
      const other = found.get(key);
      // Of two events each is judged by what its own source knew: one certain answer is enough.
      found.set(key, {
        claims: [event.id, claim.id],
        nights,
        kind: other?.kind === 'double_booking' ? other.kind : kind,
      });
    }
  }
  return found;
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
