import { and, eq, ne, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { pushStates } from '#db/schema/push.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import { channelName } from '../connections/app.ts';
import type { Ctx } from '../ctx.ts';
import type { Told } from './rules.ts';

/**
 * What each channel that sells units of the organization was told of their nights, those that are over left out. One round
 * trip; nights are counted by the index of those in trouble, of which there are few.
 */
export async function listTold(ctx: Ctx): Promise<Told[]> {
  // The earliest today that any zone may have.
  const today = addNights(todayIn('UTC', ctx.clock.now()), -1);
  const trouble = (which: 'refused' | 'drift') => sql<number>`(
    select count(*)::int from channel_nights n
    where n.mapping_id = ${mappings.id} and n.night >= ${today} and (n.sent_state = 'failed' or n.has_drift)
      and ${which === 'refused' ? sql`n.sent_state = 'failed'` : sql`n.sent_state is distinct from 'failed'`})`;
  const rows = await ctx.db
    .select({
      connectionId: connections.id,
      provider: connections.provider,
      unitIds: sql<string[]>`(select coalesce(json_agg(u.unit_id order by u.position), '[]'::json)
        from mapping_units u where u.mapping_id = ${mappings.id})`,
      push: pushStates,
      refused: trouble('refused'),
      drift: trouble('drift'),
    })
    .from(mappings)
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .leftJoin(pushStates, eq(pushStates.mappingId, mappings.id))
    .where(
      and(eq(mappings.orgId, ctx.org), eq(mappings.stage, 'active'), ne(connections.status, 'disconnected')),
    );
  return rows.map(({ connectionId, provider, unitIds, push, refused, drift }): Told => {
    const takes = Boolean(ctx.channels[provider]?.provider.push);
    return {
      connectionId,
      unitIds,
      name: channelName(ctx, provider),
      at: provider,
      stopped: !takes || push?.isOn === false ? 'no' : push?.adoptedAt ? null : 'not_yet',
      failures: push?.failures ?? 0,
      refused,
      drift,
      isOwed: Boolean(push?.dirtyFrom),
      owedSince: push?.dirtySince?.toString() ?? null,
      lastReadAt: push?.lastReadAt?.toString() ?? null,
      lastPushedAt: push?.lastPushedAt?.toString() ?? null,
    };
  });
}
