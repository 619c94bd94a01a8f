import { sql } from 'drizzle-orm';
import { TAKEN_THERE } from '#lib/providers/push-contract.ts';
import type { Ctx } from '../ctx.ts';
import type { Grid } from './read-grid.ts';

/**
 * Of a home: a guest of the channel's own has a night that we had closed there before we heard of him. Whether our word
 * stands on a night that was sold nobody knows, nor whether the night is open once he cancels: it counts as told without an
 * answer, and is told again when it is ours to say. So does one that was refused for a guest of whom we heard only then. Nearly always nothing; else one round trip.
 */
export async function doubtSold(ctx: Ctx, grids: readonly Grid[]): Promise<void> {
  const rows: { mappingId: string; night: string }[] = [];
  for (const { mappingId, wanted, known } of grids) {
    for (const { night, own, units } of wanted) {
      const has = known.get(night);
      if (units !== null || own.length === 0 || has?.sent?.units !== 0) continue;
      const isTaken = has.sentState === 'failed' && has.sentError === TAKEN_THERE;
      if (!isTaken && !(has.sentState === 'confirmed' && has.values.units === 0)) continue;
      known.set(night, { ...has, sentState: 'sent', sentError: 'sold' });
      rows.push({ mappingId, night });
    }
  }
  if (rows.length === 0) return;
  await ctx.db.execute(sql`
    update channel_nights c set sent_state = 'sent', sent_error = 'sold'
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r("mappingId" text, night date)
    where c.org_id = ${ctx.org} and c.mapping_id = r."mappingId" and c.night = r.night
      and c.sent_state in ('confirmed', 'failed')`);
}
