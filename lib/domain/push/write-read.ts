import { sql } from 'drizzle-orm';
import { chunksOf } from '#lib/kernel/chunks.ts';
import type { Ctx } from '../ctx.ts';
import type { ReadNight } from './adopt-rules.ts';
import { at } from './settle-answer.ts';

const PER_STATEMENT = 2000;

/** Writes what was seen of some nights, and what of it stands there now. */
export async function writeRead(
  tx: Ctx,
  mappingId: string,
  nights: readonly ReadNight[],
  readAt: Temporal.Instant,
): Promise<void> {
  for (const part of chunksOf(nights, PER_STATEMENT)) {
    const rows = part.map(({ night, observed, values, hasDrift, verdict }) => {
      const { night: _, ...seen } = observed;
      return { ...values, night, observed: seen, hasDrift, isJudged: verdict !== undefined, ...verdict };
    });
    await tx.db.execute(sql`
      insert into channel_nights as c (org_id, mapping_id, night, units, price_minor, min_stay, max_stay,
        closed_to_arrival, closed_to_departure, confirmed_at, observed, observed_at, has_drift)
      select ${tx.org}, ${mappingId}, r.night, r.units, r."priceMinor", r."minStay", r."maxStay", r."closedToArrival",
        r."closedToDeparture", ${at(readAt)}, r.observed, ${at(readAt)}, r."hasDrift"
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(night date, units integer, "priceMinor" bigint,
        "minStay" integer, "maxStay" integer, "closedToArrival" boolean, "closedToDeparture" boolean, observed jsonb,
        "hasDrift" boolean)
      order by r.night
      on conflict (mapping_id, night) do update set
        units = excluded.units, price_minor = excluded.price_minor, min_stay = excluded.min_stay,
        max_stay = excluded.max_stay, closed_to_arrival = excluded.closed_to_arrival,
        closed_to_departure = excluded.closed_to_departure, confirmed_at = excluded.confirmed_at,
        observed = excluded.observed, observed_at = excluded.observed_at, has_drift = excluded.has_drift`);
    const judged = rows.filter((row) => row.isJudged);
    if (judged.length === 0) continue;
    await tx.db.execute(sql`
      update channel_nights c set sent_state = r."sentState", sent_error = r."sentError"
      from json_to_recordset(${JSON.stringify(judged)}::text::json) as r(night date, "sentState" text, "sentError" text)
      where c.org_id = ${tx.org} and c.mapping_id = ${mappingId} and c.night = r.night
        and (c.sent_state, c.sent_error) is distinct from (r."sentState", r."sentError")`);
  }
}
