import { and, asc, eq, ne } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import type { Channel } from '#lib/providers/contract.ts';
import type { Ctx } from '../ctx.ts';
import { CHANNEL_NAMES } from './labels.ts';
import type { ProviderName } from './schemas.ts';

export type ConnectionRow = typeof connections.$inferSelect;

/** A channel of this installation. @throws AppError conflict where this version has not built it */
export function channelOf(ctx: Pick<Ctx, 'channels'>, provider: ProviderName): Channel {
  const channel = ctx.channels[provider];
  if (channel) return channel;
  throw new AppError(
    'conflict',
    `${CHANNEL_NAMES[provider]} cannot be connected in this version. Its calendar links can be followed.`,
    { details: { reason: 'not_built' } },
  );
}

/**
 * The connection that a call means: the one it names, else the channel's only one.
 * @throws AppError not_found, also for another organization's or another channel's; choose_connection where there are several
 */
export async function findConnection(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
): Promise<ConnectionRow> {
  const rows = await ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.orgId, ctx.org),
        eq(connections.provider, provider),
        id === undefined ? undefined : eq(connections.id, id),
      ),
    )
    .orderBy(asc(connections.id));
  const live = rows.filter((row) => row.status !== 'disconnected');
  const meant = live.length > 0 ? live : rows;
  const [only] = meant;
  if (!only) throw notFound('connection');
  if (meant.length === 1) return only;
  throw new AppError(
    'choose_connection',
    `${CHANNEL_NAMES[provider]} has several accounts. Say which one with ?connection=.`,
    { details: { connections: meant.map((row) => ({ id: row.id, accountName: row.accountName })) } },
  );
}

/** @throws AppError not_found for an unknown id and for another organization's alike */
export async function getConnectionRow(ctx: Ctx, id: string): Promise<ConnectionRow> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, id)));
  if (!row) throw notFound('connection');
  return row;
}

/** The row, locked for the transaction. @throws AppError not_found */
export async function lockConnection(tx: Ctx, id: string): Promise<ConnectionRow> {
  const [row] = await tx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, tx.org), eq(connections.id, id)))
    .for('no key update');
  if (!row) throw notFound('connection');
  return row;
}

/** Connections of a channel that are not disconnected. */
export function listLive(ctx: Ctx, provider: ProviderName): Promise<ConnectionRow[]> {
  return ctx.db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.orgId, ctx.org),
        eq(connections.provider, provider),
        ne(connections.status, 'disconnected'),
      ),
    )
    .orderBy(asc(connections.id));
}
