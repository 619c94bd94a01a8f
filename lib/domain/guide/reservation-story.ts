import type { Ctx } from '../ctx.ts';
import type { JournalItem } from '../journal/schemas.ts';
import type { ReservationDetail } from '../reservations/schemas.ts';
import type { ToldLine } from './schemas.ts';
import { listTold } from './told.ts';

/**
 * Who was told of a reservation's nights since it was known: channels by calls, and readers of our calendars by their
 * first reading after each change. Of the channel that brought it nothing is said: it knew first.
 */
export async function listToldOf(ctx: Ctx, reservation: ReservationDetail): Promise<ToldLine[]> {
  const { stays, journal, createdAt } = reservation;
  const [first] = stays.map((stay) => stay.checkIn).sort();
  const last = stays
    .map((stay) => stay.checkOut)
    .sort()
    .at(-1);
  if (!first || !last) return [];
  const moved = journal.filter(isOfNights).map((item) => Temporal.Instant.from(item.at));
  const moments = [Temporal.Instant.from(createdAt), ...moved].sort(Temporal.Instant.compare);
  return listTold(ctx, {
    unitIds: [...new Set([...stays.flatMap((stay) => stay.unitId ?? []), ...journal.flatMap(unitBefore)])],
    from: first,
    to: last,
    since: Temporal.Instant.from(createdAt),
    moments,
    source: { calendarId: reservation.calendarId, connectionId: reservation.connectionId },
  });
}

/** Whoever wrote the note as it stands, by the newest row that changed it. */
export function noteAuthor({ note, journal }: ReservationDetail): { name: string; at: string } | null {
  if (!note) return null;
  const row = journal.find(
    (item) => item.action === 'reservation.created' || fieldsOf(item).includes('note'),
  );
  return row?.actor.name ? { name: row.actor.name, at: row.at } : null;
}

const NIGHTS = ['unitId', 'checkIn', 'checkOut', 'status'];

function isOfNights(item: JournalItem): boolean {
  return item.action !== 'reservation.updated' || fieldsOf(item).some((field) => NIGHTS.includes(field));
}

function fieldsOf({ after }: JournalItem): readonly string[] {
  const changed = typeof after === 'object' && after !== null && 'changed' in after ? after.changed : null;
  return Array.isArray(changed) ? changed.map(String) : [];
}

/** The unit that it left had its nights told too. */
function unitBefore({ before }: JournalItem): string[] {
  const unitId = typeof before === 'object' && before !== null && 'unitId' in before ? before.unitId : null;
  return typeof unitId === 'string' ? [unitId] : [];
}
