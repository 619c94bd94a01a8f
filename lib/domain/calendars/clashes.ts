import { and, eq, inArray, like, or } from 'drizzle-orm';
import { conflicts } from '#db/schema/reservations.ts';
import { intersection, type Night, type NightRange } from '#lib/kernel/nights.ts';
import { closeConflictsOf } from '../conflicts/close-conflicts.ts';
import { openConflict } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { readKnowledge } from '../feeds/knowledge.ts';
import type { LockedUnit } from '../properties/lock-units.ts';
import { readClaims, type SourcedClaim, type StandingEvent, shareLeaf } from './claims.ts';
import { clash, type Knowledge } from './clash-rules.ts';

type Clash = {
  readonly unitId: string;
  readonly claims: readonly [string, string];
  readonly kind: 'double_booking' | 'possible_double_booking';
  readonly nights: NightRange;
};

/**
 * Brings the open conflicts of the locked units that involve an event of a calendar in line with what stands now: opens
 * what is missing, closes what no longer clashes. All units that hang together at once: a guest in one room clashes with
 * a closure of the whole house, whichever calendar told of it last.
 * Idempotent; runs in the transaction that changed one of the units.
 */
export async function settleClashes(tx: Ctx, locked: readonly LockedUnit[], today: Night): Promise<void> {
  if (locked.length === 0) return;
  const { claims, events } = await readClaims(tx, locked, today);
  const knowledge = new Map<string, Knowledge>();
  for (const { calendarId, unitId } of events) {
    if (!knowledge.has(calendarId)) knowledge.set(calendarId, await readKnowledge(tx, calendarId, unitId));
  }
  const wanted = findClashes(events, claims, knowledge, today);
  const open = await tx.db
    .select()
    .from(conflicts)
    .where(
      and(
        eq(conflicts.orgId, tx.org),
        inArray(
          conflicts.unitId,
          locked.map((unit) => unit.id),
        ),
        eq(conflicts.status, 'open'),
        or(like(conflicts.claimA, 'evt_%'), like(conflicts.claimB, 'evt_%')),
      ),
    );
  for (const row of open) {
    if (!wanted.has(pairKey(row.claimA, row.claimB)))
      await closeConflictsOf(tx, [row.claimA, row.claimB], 'gone', { pair: true });
  }
  for (const found of wanted.values()) await openConflict(tx, found);
}

function findClashes(
  events: readonly StandingEvent[],
  claims: readonly SourcedClaim[],
  knowledge: ReadonlyMap<string, Knowledge>,
  today: Night,
): Map<string, Clash> {
  const judge = (one: StandingEvent, against: SourcedClaim) =>
    clash(one, against, knowledge.get(one.calendarId) ?? { linked: false, fetches: [] }, today);
  const found = new Map<string, Clash>();
  const eventOf = new Map(events.map((event) => [event.id, event]));
  for (const event of events) {
    for (const claim of claims) {
      if (!claim.isBooking || claim.id === event.id || isOneSource(event, claim)) continue;
      const nights = intersection(event, claim);
      if (!nights || !shareLeaf(event, claim)) continue;
      const other = eventOf.get(claim.id);
      const kind = surest(other ? [judge(event, claim), judge(other, event)] : [judge(event, claim)]);
      if (kind === 'none') continue;
      const ids = [event.id, claim.id] as const;
      found.set(pairKey(...ids), { unitId: unitOf(event, claim), claims: ids, nights, kind });
    }
  }
  return found;
}

/** A source does not sell twice by telling of it twice: its calendar, and the connection that took over from that. */
function isOneSource(event: StandingEvent, claim: SourcedClaim): boolean {
  if (claim.calendarId === event.calendarId) return true;
  return event.listingId !== null && claim.listingId === event.listingId;
}

/**
 * Of two events each is judged by what its own source knew. One that only repeats us on these nights, or closes a season,
 * clashes with nobody, whatever the other knew; else one certain answer is enough.
 */
function surest(kinds: readonly ReturnType<typeof clash>[]): ReturnType<typeof clash> {
  if (kinds.includes('none')) return 'none';
  return kinds.includes('double_booking') ? 'double_booking' : 'possible_double_booking';
}

/** Where two claims clash: the unit both stand on, else the first part they share. */
function unitOf(event: StandingEvent, claim: SourcedClaim): string {
  if (event.unitId === claim.unitId) return event.unitId;
  return event.leaves.filter((leaf) => claim.leaves.includes(leaf)).sort()[0] ?? event.unitId;
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
