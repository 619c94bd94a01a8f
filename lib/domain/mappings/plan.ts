import { and, asc, eq, inArray, or } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import {
  factsOf,
  type ListingRow,
  type MappingRow,
  readMappingRows,
  readNeighbours,
  readUnitFacts,
} from './facts.ts';
import { guardsOf, isLive, type Neighbour, type UnitFacts } from './rules.ts';
import type { Guard, MappingChange } from './schemas.ts';

export type Settings = Pick<MappingRow, 'unitIds' | 'stage' | 'isSyncOn' | 'ratePlanId' | 'markupBp'>;

/** One mapping as it is and as it is to be. */
export type Planned = {
  readonly listing: ListingRow;
  readonly before: MappingRow | null;
  readonly wasLive: boolean;
  /** The units it is to have; none where there is to be no mapping. */
  readonly units: readonly UnitFacts[];
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
  const ids = [...new Set([...found.values()].map((row) => row.id))];
  const mapped = new Map((await readMappingRows(tx, ids, true)).map((row) => [row.listingId, row]));
  const units = await readUnitFacts(tx);
  const now = tx.clock.now();
  const isConnected = connection.status !== 'disconnected';
  const chosen: Chosen[] = [];
  for (const change of changes) {
    const listing = found.get(change.listingId);
    if (!listing) throw notFound('listing');
    const before = mapped.get(listing.id) ?? null;
    const picked: UnitFacts[] = [];
    const named = change.unitIds ?? (change.unitId ? [change.unitId] : []);
    for (const id of named) picked.push(await pickUnit(tx, units, id));
    chosen.push({ change, listing, before, units: picked, after: settingsOf(change, before, picked) });
  }
  const others = neighboursAfter(await readNeighbours(tx), connection, chosen);
  return chosen.map(({ change, listing, before, units: picked, after }) => {
    const isNamedTwice = chosen.filter((one) => one.listing.id === listing.id).length > 1;
    const { provider, id: connectionId } = connection;
    const facts = { listing: factsOf(listing), units: picked, provider, connectionId, others, isNamedTwice };
    const isNew = change.ratePlanId !== undefined && change.ratePlanId !== before?.ratePlanId;
    const ratePlan = after?.ratePlanId ? { id: after.ratePlanId, isNew } : null;
    const guards = after ? guardsOf({ ...facts, ratePlan, isActive: after.stage === 'active' }, now) : [];
    return {
      listing,
      before,
      wasLive: before !== null && isLive({ ...before, isConnected }),
      units: picked,
      after,
      willBeLive: after !== null && isLive({ ...after, isConnected }),
      guards,
      isBlocked: guards.some((guard) => guard.level === 'blocks'),
    };
  });
}

type Chosen = {
  readonly change: MappingChange;
  readonly listing: ListingRow;
  readonly before: MappingRow | null;
  readonly units: readonly UnitFacts[];
  readonly after: Settings | null;
};

/** What is left out stays as it is. */
function settingsOf(
  change: MappingChange,
  before: MappingRow | null,
  picked: readonly UnitFacts[],
): Settings | null {
  if (picked.length === 0) return null;
  return {
    unitIds: picked.map((unit) => unit.id),
    stage: change.stage ?? before?.stage ?? 'draft',
    isSyncOn: change.isSyncOn ?? before?.isSyncOn ?? true,
    ratePlanId: change.ratePlanId === undefined ? (before?.ratePlanId ?? null) : change.ratePlanId,
    markupBp: change.markupBp === undefined ? (before?.markupBp ?? null) : change.markupBp,
  };
}

/** What will be mapped once all of them are saved: a swap of two units is no unit twice. */
function neighboursAfter(
  mapped: readonly Neighbour[],
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  chosen: readonly Chosen[],
): Neighbour[] {
  const isNamed = new Set(chosen.map((one) => one.listing.id));
  const stay = mapped.filter((one) => !isNamed.has(one.listingId));
  const come = chosen.flatMap(({ listing, after }): Neighbour[] => {
    if (!after) return [];
    const { id: listingId, externalId, name, capacity } = listing;
    const { provider, id: connectionId } = connection;
    const isActive = after.stage === 'active';
    const { unitIds } = after;
    return [{ listingId, externalId, name, capacity, provider, connectionId, isActive, unitIds }];
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
