import { sql } from 'drizzle-orm';
import type { Ctx } from '../ctx.ts';
import type { Grid } from './read-grid.ts';
import { at } from './settle-answer.ts';

/** Within so long of a push what it told is looked for at the channel, and of one without an answer sooner. */
export const READ_BACK_MINUTES = 60;
export const UNCLEAR_MINUTES = 15;

/**
 * Their channel has been told all that they owed, unless they were marked anew meanwhile: then they stay dirty, and the
 * next round goes over them again. One round trip.
 * @param told mappings of which something was sent
 */
export async function cleanStates(
  ctx: Ctx,
  grids: readonly Grid[],
  told: ReadonlySet<string>,
): Promise<void> {
  if (grids.length === 0) return;
  const rows = grids.map(({ mappingId: id, state }) => ({ id, mark: state.dirtyMark, told: told.has(id) }));
  const now = ctx.clock.now();
  await ctx.db.execute(sql`
    with clean as (
      select p.mapping_id, r.told from push_states p
        join json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id text, mark bigint, told boolean)
          on r.id = p.mapping_id and r.mark = p.dirty_mark
      where p.org_id = ${ctx.org}
      order by p.mapping_id for no key update of p
    )
    update push_states p set dirty_from = null, dirty_to = null, dirty_since = null, is_forced = false, failures = 0,
      last_pushed_at = case when c.told then ${at(now)} else p.last_pushed_at end,
      next_read_at = case when c.told then least(p.next_read_at, ${at(now.add({ minutes: READ_BACK_MINUTES }))})
        else p.next_read_at end,
      last_error_code = f.code, last_error = null, updated_at = ${at(now)}
    from clean c left join lateral (
      select coalesce(n.sent_error, 'refused') as code from channel_nights n
      where n.mapping_id = c.mapping_id and (n.sent_state = 'failed' or n.has_drift) and n.sent_state = 'failed' limit 1
    ) f on true
    where p.mapping_id = c.mapping_id`);
}

/** They could not be told, or nobody knows whether they were: they stay dirty, and are looked at soon. */
export async function failStates(
  ctx: Ctx,
  mappingIds: readonly string[],
  error: { readonly code: string; readonly message: string },
): Promise<void> {
  if (mappingIds.length === 0) return;
  const now = ctx.clock.now();
  await ctx.db.execute(sql`
    with failed as (
      select p.mapping_id from push_states p
      where p.org_id = ${ctx.org}
        and p.mapping_id in (select jsonb_array_elements_text(${JSON.stringify(mappingIds)}::text::jsonb))
      order by p.mapping_id for no key update
    )
    update push_states p set failures = p.failures + 1, last_error_code = ${error.code}, last_error = ${error.message},
      next_read_at = least(p.next_read_at, ${at(now.add({ minutes: UNCLEAR_MINUTES }))}), updated_at = ${at(now)}
    from failed f where p.mapping_id = f.mapping_id`);
}
