import { and, asc, eq, inArray, isNull, lt, notInArray } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { SOON_HOURS } from '#lib/kernel/access-end.ts';
import type { Ctx } from '../ctx.ts';
import type { ProviderName } from './schemas.ts';

/** How many intervals may pass without a whole answer before the nights count as unproven. */
const LATE_AFTER = 3;

/** An account whose bookings may be unknown here, and why. */
export type TroubledConnection = {
  readonly id: string;
  readonly provider: ProviderName;
  readonly accountName: string;
  /** expired: a person must connect again. error: it fails. delayed: no whole answer for three intervals. */
  readonly trouble: 'expired' | 'error' | 'delayed';
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly lastSuccessAt: string | null;
};

/** Paused ones are meant to be silent. One round trip. */
export async function listTroubledConnections(ctx: Ctx): Promise<TroubledConnection[]> {
  const rows = await ctx.db
    .select({
      id: connections.id,
      provider: connections.provider,
      accountName: connections.accountName,
      status: connections.status,
      intervalMinutes: connections.intervalMinutes,
      lastSuccessAt: connections.lastSuccessAt,
      connectedAt: connections.connectedAt,
      lastErrorCode: connections.lastErrorCode,
      lastError: connections.lastError,
    })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), notInArray(connections.status, ['paused', 'disconnected'])))
    .orderBy(asc(connections.createdAt), asc(connections.id));
  const now = ctx.clock.now();
  return rows.flatMap((row): TroubledConnection[] => {
    const heardAt = row.lastSuccessAt ?? row.connectedAt;
    const isLate = heardAt.until(now).total('minutes') > row.intervalMinutes * LATE_AFTER;
    const isDown = row.status === 'expired' || row.status === 'error';
    if (!isDown && !isLate) return [];
    return [
      {
        id: row.id,
        provider: row.provider,
        accountName: row.accountName,
        trouble: row.status === 'expired' || row.status === 'error' ? row.status : 'delayed',
        error: row.lastErrorCode ? { code: row.lastErrorCode, message: row.lastError ?? '' } : null,
        lastSuccessAt: row.lastSuccessAt?.toString() ?? null,
      },
    ];
  });
}

/** An account whose access does not renew itself and ends soon: until then everything works. */
export type EndingConnection = {
  readonly id: string;
  readonly provider: ProviderName;
  readonly accountName: string;
  readonly endsAt: string;
};

/** The next one to end first. One round trip. */
export async function listEndingConnections(ctx: Ctx): Promise<EndingConnection[]> {
  const rows = await ctx.db
    .select({
      id: connections.id,
      provider: connections.provider,
      accountName: connections.accountName,
      endsAt: connections.tokenExpiresAt,
    })
    .from(connections)
    .where(
      and(
        eq(connections.orgId, ctx.org),
        inArray(connections.status, ['connected', 'limited']),
        isNull(connections.refreshTokenSealed),
        lt(connections.tokenExpiresAt, ctx.clock.now().add({ hours: SOON_HOURS })),
      ),
    )
    .orderBy(asc(connections.tokenExpiresAt), asc(connections.id));
  return rows.flatMap(({ endsAt, ...row }) =>
    endsAt === null || ctx.channels[row.provider]?.provider.machine != null
      ? []
      : [{ ...row, endsAt: endsAt.toString() }],
  );
}
