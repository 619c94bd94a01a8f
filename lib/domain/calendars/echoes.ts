import { eq } from 'drizzle-orm';
import { calendarEvents } from '#db/schema/calendars.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { readKnowledge } from '../feeds/knowledge.ts';
import type { SourcedClaim } from './claims.ts';
import { readClaims } from './claims.ts';
import { echoOf } from './clash-rules.ts';
import type { EventRow } from './types.ts';

/**
 * Marks those of the events that are copies of what their source fetched from us. Called for events whose nights are
 * new or changed, before any of them becomes a stay; a judgement stands until the event's nights change.
 * @returns ids of the echoes
 */
export async function markEchoes(
  tx: Ctx,
  input: { calendarId: string; unitId: string; events: readonly EventRow[]; today: Night },
): Promise<Set<string>> {
  const candidates = input.events.filter(
    (event) => event.kind !== 'window_tail' && event.kind !== 'echo' && event.code === null,
  );
  const echoes = new Set<string>();
  if (candidates.length === 0) return echoes;
  const knowledge = await readKnowledge(tx, input.calendarId, input.unitId);
  if (knowledge.fetches.length === 0) return echoes;
  const { claims } = await readClaims(tx, input.unitId, input.today);
  const foreign = claims.filter((claim: SourcedClaim) => claim.calendarId !== input.calendarId);
  for (const event of candidates) {
    const repeated = echoOf(
      { ...event, kind: event.kind === 'reservation' ? 'reservation' : 'closure' },
      foreign,
      knowledge,
    );
    if (repeated === null) continue;
    echoes.add(event.id);
    await tx.db
      .update(calendarEvents)
      .set({ judgement: 'echo', echoOf: repeated })
      .where(eq(calendarEvents.id, event.id));
  }
  return echoes;
}
