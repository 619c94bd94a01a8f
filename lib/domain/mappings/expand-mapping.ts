import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { type ListingRow, type MappingRow, readMappingRows, readUnitFacts } from './facts.ts';
import { matchRoomTypes } from './group-rules.ts';
import type { UnitFacts } from './rules.ts';
import type { MappingChange } from './schemas.ts';

/**
 * The short form of mappings as changes: an id of a listing goes with what it is mapped to as it is; the channel's id of a
 * property becomes its room types, each with the units that it can only be. Room types that are mapped to that property
 * already stay as they are.
 * @throws AppError not_found; choose_unit or choose_room_type where a person must say which is which, with both to choose from
 */
export async function expandMapping(
  tx: Ctx,
  connectionId: string,
  mapping: Readonly<Record<string, string>>,
): Promise<MappingChange[]> {
  const names = Object.keys(mapping);
  if (names.length === 0) return [];
  const rows = await tx.db
    .select()
    .from(listings)
    .where(
      and(
        eq(listings.orgId, tx.org),
        eq(listings.connectionId, connectionId),
        or(
          inArray(listings.externalId, names),
          inArray(listings.id, names),
          and(inArray(listings.groupId, names), isNull(listings.goneAt)),
        ),
      ),
    )
    .orderBy(asc(listings.name), asc(listings.id));
  const units = [...(await readUnitFacts(tx)).values()];
  const mapped = await readMappingRows(
    tx,
    rows.map((row) => row.id),
  );
  return Object.entries(mapping).flatMap(([external, local]): MappingChange[] => {
    const isListing = rows.some((row) => row.externalId === external || row.id === external);
    const roomTypes = rows.filter((row) => row.groupId === external && row.goneAt === null);
    if (isListing || roomTypes.length === 0)
      return [{ listingId: external, unitId: local, stage: 'active', isSyncOn: true }];
    const own = units.filter((unit) => unit.id === local || unit.propertyId === local);
    if (own.length === 0) throw notFound('unit');
    return expandGroup(roomTypes, own, mapped).map(({ listingId, unitIds }) => ({
      listingId,
      unitIds: [...unitIds],
      stage: 'active',
      isSyncOn: true,
    }));
  });
}

function expandGroup(
  roomTypes: readonly ListingRow[],
  units: readonly UnitFacts[],
  mapped: readonly MappingRow[],
): readonly { listingId: string; unitIds: readonly string[] }[] {
  const ids = new Set(units.map((unit) => unit.id));
  const standing = mapped.filter(
    (row) => row.stage === 'active' && row.isSyncOn && row.unitIds.every((id) => ids.has(id)),
  );
  const settled = new Set(standing.map((row) => row.listingId));
  const used = new Set(standing.flatMap((row) => row.unitIds));
  const left = roomTypes.filter((row) => !settled.has(row.id));
  const free = units.filter((unit) => !unit.isArchived && unit.parts.length === 0 && !used.has(unit.id));
  const found = matchRoomTypes(left, free, roomTypes.length === 1);
  if (typeof found !== 'string') return found;
  const property = roomTypes[0]?.groupName ?? 'This property';
  throw new AppError(
    found,
    found === 'choose_unit'
      ? `${property} has one room type left and it cannot be told which units it is. Say so in the mapping; nothing was changed.`
      : `${property} has ${left.length} room types and it cannot be told which is which unit. Map each by its own id; nothing was changed.`,
    {
      details: {
        roomTypes: left.map(({ id, externalId, name, quantity }) => ({ id, externalId, name, quantity })),
        units: free.map(({ id, name }) => ({ id, name })),
      },
    },
  );
}
