import { and, eq, inArray } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { channelName } from '../connections/app.ts';
import type { Ctx } from '../ctx.ts';
import type { LinkedUnit } from './schemas.ts';

/** Failures in a row from which a person must look; a dead grant needs one at once. */
const DEAD = Number.MAX_SAFE_INTEGER;

/** Units whose bookings come through a connected channel, each with what that is worth as evidence. One round trip. */
export async function listLinkedUnits(ctx: Ctx): Promise<LinkedUnit[]> {
  const rows = await ctx.db
    .select({ unitId: mappingUnits.unitId, isSyncOn: mappings.isSyncOn, connection: connections })
    .from(mappings)
    .innerJoin(mappingUnits, eq(mappingUnits.mappingId, mappings.id))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .where(
      and(
        eq(mappings.orgId, ctx.org),
        eq(mappings.stage, 'active'),
        inArray(connections.status, ['connected', 'limited', 'expired', 'error', 'paused']),
      ),
    );
  return rows.map(({ unitId, isSyncOn, connection }) => ({
    unitId,
    connectionId: connection.id,
    provider: connection.provider,
    source: {
      name: channelName(ctx, connection.provider),
      isActive: isSyncOn && connection.status !== 'paused',
      lastSyncStatus: connection.lastErrorCode ? 'error' : connection.lastSuccessAt ? 'success' : 'pending',
      consecutiveFailures: connection.status === 'expired' ? DEAD : connection.consecutiveFailures,
      lastSuccessAt: connection.lastSuccessAt?.toString() ?? null,
      intervalMinutes: connection.intervalMinutes,
      waiting: 0,
    },
  }));
}
