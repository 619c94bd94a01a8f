import { sql } from 'drizzle-orm';
import type { Ctx } from '../ctx.ts';
import type { EventRow } from './types.ts';

/**
 * Gives the bookings of events that stand as they did the last digits of their guests' telephones, where they have none:
 * those that came before the digits were kept. No change of the booking. One round trip, none where no event tells any.
 */
export async function fillPhoneTails(
  tx: Ctx,
  rows: readonly EventRow[],
  tailOf: (row: EventRow) => string | null,
): Promise<void> {
  const tails = rows.flatMap((row) => {
    const tail = row.stayId ? tailOf(row) : null;
    return tail ? [{ stay_id: row.stayId, tail }] : [];
  });
  if (tails.length === 0) return;
  await tx.db.execute(sql`
    update reservations r set phone_tail = t.tail
    from json_to_recordset(${JSON.stringify(tails)}::text::json) as t(stay_id text, tail text)
    join stays s on s.id = t.stay_id and s.org_id = ${tx.org}
    where r.id = s.reservation_id and r.org_id = ${tx.org} and r.phone_tail is null`);
}
