import { sql } from 'drizzle-orm';
import type { Ctx } from '../ctx.ts';
import type { Grid } from './read-grid.ts';
import { withoutRefused } from './withdrawn-rules.ts';

/**
 * A price was refused, and its night costs again what it did, or nothing is asked for any more: no call would tell of it, and
 * the night would be called refused until it is over. Nearly always nothing; else one round trip. Twice is once; a night
 * that somebody told of meanwhile is left to that answer.
 */
export async function forgetRefused(ctx: Ctx, grids: readonly Grid[]): Promise<void> {
  const rows: object[] = [];
  for (const { mappingId, wanted, known, maxUnits } of grids) {
    for (const want of wanted) {
      const has = known.get(want.night);
      const sent = has && withoutRefused(want, has, maxUnits);
      if (!sent) continue;
      known.set(want.night, { ...has, sent, sentState: null, sentError: null });
      rows.push({ mappingId, night: want.night, sent, sentAt: has.sentAt?.toString() ?? null });
    }
  }
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    update channel_nights c set sent = r.sent, sent_state = null, sent_error = null
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as r("mappingId" text, night date, sent jsonb, "sentAt" timestamptz)
    where c.org_id = ${ctx.org} and c.mapping_id = r."mappingId" and c.night = r.night
      and c.sent_state = 'failed' and c.sent_at is not distinct from r."sentAt"`);
}
