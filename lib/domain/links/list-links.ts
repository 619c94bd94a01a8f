import { and, asc, desc, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { units } from '#db/schema/properties.ts';
import { listingPolls } from '#db/schema/steps.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { getProperty } from '../properties/queries.ts';
import { pickOf } from './find-flow.ts';
import { lastReadAt, linkStatus } from './link-rules.ts';
import type { Link } from './schemas.ts';

/**
 * The links of a property's units: of each the one that works, else the last that did. A draft that was never active is
 * none. One round trip besides the property's own.
 * @throws AppError forbidden, not_found
 */
export async function listLinks(
  ctx: Ctx,
  provider: ProviderName,
  propertyId: string,
): Promise<{ items: Link[]; nextCursor: null }> {
  requireCan(ctx, 'connection.read');
  pickOf(ctx, provider);
  await getProperty(ctx, propertyId);
  const rows = await readRows(ctx, provider, eq(units.propertyId, propertyId), isNull(units.archivedAt));
  const byUnit = Map.groupBy(rows, (row) => row.unit.id);
  const items = [...byUnit.values()].flatMap((some) => {
    const shown = some.find((row) => row.mapping.heldItem !== null) ?? some[0];
    return shown ? [toLink(shown)] : [];
  });
  return { items, nextCursor: null };
}

async function readRows(ctx: Ctx, provider: ProviderName, ...which: readonly SQL[]): Promise<Row[]> {
  return ctx.db
    .select({
      unit: { id: units.id, name: units.name },
      mapping: mappings,
      listing: { externalId: listings.externalId, name: listings.name },
      connection: connections,
      poll: listingPolls,
    })
    .from(mappingUnits)
    .innerJoin(units, eq(units.id, mappingUnits.unitId))
    .innerJoin(mappings, eq(mappings.id, mappingUnits.mappingId))
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .leftJoin(listingPolls, eq(listingPolls.listingId, listings.id))
    .where(
      and(
        eq(mappingUnits.orgId, ctx.org),
        eq(connections.provider, provider),
        isNotNull(mappings.activatedAt),
        ...which,
      ),
    )
    .orderBy(
      asc(units.position),
      asc(units.id),
      desc(mappings.updatedAt),
      desc(mappings.id),
      asc(mappingUnits.position),
    );
}

type Row = {
  readonly unit: { readonly id: string; readonly name: string };
  readonly mapping: typeof mappings.$inferSelect;
  readonly listing: { readonly externalId: string; readonly name: string };
  readonly connection: typeof connections.$inferSelect;
  readonly poll: typeof listingPolls.$inferSelect | null;
};

function toLink({ unit, mapping, listing, connection, poll }: Row): Link {
  const facts = {
    isOn: mapping.stage === 'active' && mapping.isSyncOn,
    connection: connection.status,
    polledAt: poll?.polledAt ?? null,
    failures: poll?.failures ?? 0,
    accountReadAt: connection.lastSuccessAt,
    activatedAt: mapping.activatedAt,
  };
  const status = linkStatus(facts);
  const isAsked = status === 'synced' || status === 'syncing' || status === 'error';
  return {
    unitId: unit.id,
    unitName: unit.name,
    mappingId: mapping.id,
    connectionId: connection.id,
    status,
    itemId: listing.externalId,
    itemName: listing.name,
    accountName: connection.accountName,
    markup: (mapping.markupBp ?? connection.markupBp) / 100,
    lastSyncAt: lastReadAt({ ...facts, activatedAt: null })?.toString() ?? null,
    expiresAt: connection.tokenExpiresAt?.toString() ?? null,
    renewsItself: connection.refreshTokenSealed !== null,
    pollingEverySeconds: isAsked && poll ? poll.intervalMs / 1000 : null,
    lastError: errorOf(connection, poll),
  };
}

/** Of the listing's own questions before the account's. */
function errorOf(connection: Row['connection'], poll: Row['poll']): Link['lastError'] {
  if (poll?.lastErrorCode) return { code: poll.lastErrorCode, message: poll.lastError ?? '' };
  const { lastErrorCode: code, lastError } = connection;
  // That the access ends is told by itself.
  if (code === 'offline_missing') return null;
  return code ? { code, message: lastError ?? '' } : null;
}

export type LinkRow = {
  readonly mappingId: string;
  readonly listingId: string;
  readonly itemId: string;
  readonly unitId: string;
  readonly propertyId: string;
  readonly unitIds: readonly string[];
  readonly connectionId: string;
  readonly markupBp: number | null;
  readonly isOn: boolean;
};

/** One link, by its mapping's id. @throws AppError not_found, also for another organization's or another channel's */
export async function findLink(ctx: Ctx, provider: ProviderName, mappingId: string): Promise<LinkRow> {
  const rows = await ctx.db
    .select({
      mapping: mappings,
      itemId: listings.externalId,
      unitId: mappingUnits.unitId,
      propertyId: units.propertyId,
    })
    .from(mappings)
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(mappingUnits, eq(mappingUnits.mappingId, mappings.id))
    .innerJoin(units, eq(units.id, mappingUnits.unitId))
    .where(
      and(
        eq(mappings.orgId, ctx.org),
        eq(mappings.id, mappingId),
        eq(connections.provider, provider),
        isNotNull(mappings.activatedAt),
      ),
    )
    .orderBy(asc(mappingUnits.position));
  const [first] = rows;
  if (!first) throw notFound('link');
  const { listingId, connectionId, markupBp, stage, isSyncOn } = first.mapping;
  return {
    mappingId,
    listingId,
    itemId: first.itemId,
    unitId: first.unitId,
    propertyId: first.propertyId,
    unitIds: rows.map((row) => row.unitId),
    connectionId,
    markupBp,
    isOn: stage === 'active' && isSyncOn,
  };
}

/** One link, also where another has its unit now. @throws AppError not_found */
export async function getLink(ctx: Ctx, provider: ProviderName, mappingId: string): Promise<Link> {
  const rows = await readRows(ctx, provider, eq(mappings.id, mappingId));
  const { unitId } = await findLink(ctx, provider, mappingId);
  const row = rows.find((one) => one.unit.id === unitId);
  if (!row) throw notFound('link');
  return toLink(row);
}
