import { and, asc, eq, inArray, or } from 'drizzle-orm';
import { listings, mappings } from '#db/schema/connections.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { factsOf, type ListingRow, type MappingRow, readNeighbours, readUnitFacts } from './facts.ts';
import { guardsOf, isLive, type Neighbour, type UnitFacts } from './rules.ts';
import type { Guard, MappingChange } from './schemas.ts';

export type Settings = Pick<MappingRow, 'unitId' | 'stage' | 'isSyncOn'>;

/** One mapping as it is and as it is to be. */
export type Planned = {
  readonly listing: ListingRow;
  readonly before: MappingRow | null;
  readonly wasLive: boolean;
  readonly unit: UnitFacts | null;
  /** Null: there is to be none. */
  readonly after: Settings | null;
  readonly willBeLive: boolean;
  readonly guards: readonly Guard[];
  readonly isBlocked: boolean;
};

/**
 * Reads and locks what the changes are about, and decides what each becomes. The listings are locked first, in id order:
 * of two who save at once the second sees what the first has saved, and no booking can come to wait beside a mapping
 * (see mapped-unit.ts).
 * @throws AppError not_found for a listing of another connection or a unit of another organization; choose_unit
 */
export async function planChanges(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider' | 'status'>,
  changes: readonly MappingChange[],
): Promise<Planned[]> {
  const found = await lockListings(tx, connection.id, changes);
  const mapped = await lockMappings(tx, [...found.values()]);
  const units = await readUnitFacts(tx);
  const now = tx.clock.now();
  const isConnected = connection.status !== 'disconnected';
  const chosen: { change: MappingChange; listing: ListingRow; unit: UnitFacts | null }[] = [];
  for (const change of changes) {
    const listing = found.get(change.listingId);
    if (!listing) throw notFound('listing');
    const unit = change.unitId === null ? null : await pickUnit(tx, units, change.unitId);
    chosen.push({ change, listing, unit });
  }
  const others = neighboursAfter(await readNeighbours(tx), connection.provider, chosen);
  return chosen.map(({ change, listing, unit }) => {
    const before = mapped.get(listing.id) ?? null;
    const after = unit
      ? {
          unitId: unit.id,
          stage: change.stage ?? before?.stage ?? 'draft',
          isSyncOn: change.isSyncOn ?? before?.isSyncOn ?? true,
        }
      : null;
    const isNamedTwice = chosen.filter((one) => one.listing.id === listing.id).length > 1;
    const { provider } = connection;
    const guards = unit
      ? guardsOf({ listing: factsOf(listing), unit, provider, others, isNamedTwice }, now)
      : [];
    return {
      listing,
      before,
      wasLive: before !== null && isLive({ ...before, isConnected }),
      unit,
      after,
      willBeLive: after !== null && isLive({ ...after, isConnected }),
      guards,
      isBlocked: guards.some((guard) => guard.level === 'blocks'),
    };
  });
}

/** What will be mapped once all of them are saved: a swap of two units is no unit twice. */
function neighboursAfter(
  mapped: readonly Neighbour[],
  provider: Neighbour['provider'],
  chosen: readonly { listing: ListingRow; unit: UnitFacts | null }[],
): Neighbour[] {
  const isNamed = new Set(chosen.map((one) => one.listing.id));
  const stay = mapped.filter((one) => !isNamed.has(one.listingId));
  const come = chosen.flatMap(({ listing, unit }): Neighbour[] => {
    if (!unit) return [];
    const { id: listingId, externalId, name, capacity } = listing;
    return [{ listingId, externalId, name, capacity, provider, unitId: unit.id }];
  });
  return [...stay, ...come];
}

/** A unit's id, or that of a property with one. @throws AppError not_found, choose_unit */
async function pickUnit(tx: Ctx, units: ReadonlyMap<string, UnitFacts>, id: string): Promise<UnitFacts> {
  const own = units.get(id);
  if (own) return own;
  const { unit } = await chooseUnit(tx, id);
  const only = units.get(unit.id);
  if (!only) throw notFound('unit');
  return only;
}

/** By the name that each change used: our id or the channel's. */
async function lockListings(
  tx: Ctx,
  connectionId: string,
  changes: readonly MappingChange[],
): Promise<Map<string, ListingRow>> {
  const names = [...new Set(changes.map((change) => change.listingId))];
  const rows = await tx.db
    .select()
    .from(listings)
    .where(
      and(
        eq(listings.orgId, tx.org),
        eq(listings.connectionId, connectionId),
        or(inArray(listings.id, names), inArray(listings.externalId, names)),
      ),
    )
    .orderBy(asc(listings.id))
    .for('no key update');
  return new Map([
    ...rows.map((row): [string, ListingRow] => [row.externalId, row]),
    ...rows.map((row): [string, ListingRow] => [row.id, row]),
  ]);
}

async function lockMappings(tx: Ctx, rows: readonly ListingRow[]): Promise<Map<string, MappingRow>> {
  const ids = [...new Set(rows.map((row) => row.id))];
  if (ids.length === 0) return new Map();
  const found = await tx.db
    .select()
    .from(mappings)
    .where(and(eq(mappings.orgId, tx.org), inArray(mappings.listingId, ids)))
    .orderBy(asc(mappings.id))
    .for('update');
  return new Map(found.map((row) => [row.listingId, row]));
}
