import { and, eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { AppError, invariant } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { ProviderName } from './schemas.ts';

/** A mapping that is to work, by the channel's id of its listing and the units behind it, the first one first. */
export type Holding = {
  readonly mappingId: string;
  readonly itemId: string;
  readonly unitIds: readonly string[];
};

export type Taken =
  /** The listing works for another unit of ours, or for somebody else of this installation. */
  | { readonly what: 'item'; readonly where: 'here' | 'elsewhere' }
  /** The unit has another listing of this channel. */
  | { readonly what: 'unit'; readonly mappingId: string };

/** Whether a channel's listings are connected one at a time: then one listing works for one unit, and the other way round. */
export function holdsItems(ctx: Pick<Ctx, 'channels'>, provider: ProviderName): boolean {
  return ctx.channels[provider]?.provider.pick != null;
}

/**
 * What stands in the way of these mappings, by their ids. Who asks gets the listings and units for themselves until the
 * transaction ends: of two who want one the second waits here, and sees what the first has done. The unique indexes stand
 * behind it. Looks into other organizations, and tells nothing of them but that they are there.
 */
export async function findTaken(
  tx: Ctx,
  provider: ProviderName,
  wanted: readonly Holding[],
): Promise<ReadonlyMap<string, Taken>> {
  invariant(tx.afterCommit, 'what is free is asked in the transaction that takes it');
  if (wanted.length === 0) return new Map();
  const itemKeys = wanted.map((one) => keyOf(provider, one.itemId));
  const unitIds = [...new Set(wanted.flatMap((one) => one.unitIds))];
  await lockKeys(tx, [...itemKeys, ...unitIds.map((id) => keyOf(provider, id))]);
  const own = wanted.map((one) => one.mappingId);
  const items = await tx.db
    .select({ heldItem: mappings.heldItem, orgId: mappings.orgId })
    .from(mappings)
    .where(and(inArray(mappings.heldItem, itemKeys), notInArray(mappings.id, own)));
  const units = await tx.db
    .select({ unitId: mappingUnits.unitId, mappingId: mappings.id })
    .from(mappingUnits)
    .innerJoin(mappings, eq(mappings.id, mappingUnits.mappingId))
    .where(
      and(
        eq(mappings.orgId, tx.org),
        inArray(mappingUnits.unitId, unitIds),
        notInArray(mappings.id, own),
        isNotNull(mappings.heldUnit),
        sql`starts_with(${mappings.heldUnit}, ${`${provider}:`})`,
      ),
    );
  return new Map(
    wanted.flatMap((one): [string, Taken][] => {
      const item = items.find((row) => row.heldItem === keyOf(provider, one.itemId));
      if (item)
        return [[one.mappingId, { what: 'item', where: item.orgId === tx.org ? 'here' : 'elsewhere' }]];
      const unit = units.find((row) => one.unitIds.includes(row.unitId));
      return unit ? [[one.mappingId, { what: 'unit', mappingId: unit.mappingId }]] : [];
    }),
  );
}

/** Takes what these mappings need, which was found free in this transaction. */
export async function hold(tx: Ctx, provider: ProviderName, wanted: readonly Holding[]): Promise<void> {
  for (const { mappingId, itemId, unitIds } of wanted) {
    await tx.db
      .update(mappings)
      .set({ heldItem: keyOf(provider, itemId), heldUnit: keyOf(provider, unitIds[0] ?? '') })
      .where(and(eq(mappings.orgId, tx.org), eq(mappings.id, mappingId)));
  }
}

/** Lets go of what these mappings hold. */
export async function letGo(tx: Ctx, mappingIds: readonly string[]): Promise<void> {
  if (mappingIds.length === 0) return;
  await tx.db
    .update(mappings)
    .set({ heldItem: null, heldUnit: null })
    .where(
      and(eq(mappings.orgId, tx.org), inArray(mappings.id, [...mappingIds]), isNotNull(mappings.heldItem)),
    );
}

/** That all of these are free, for as long as the transaction lasts. @throws AppError item_taken, already_connected */
export async function needFree(tx: Ctx, provider: ProviderName, wanted: readonly Holding[]): Promise<void> {
  const taken = await findTaken(tx, provider, wanted);
  for (const one of wanted) {
    const by = taken.get(one.mappingId);
    if (by) throw takenError(by, one.itemId);
  }
}

/** What to tell somebody who wants what is taken. */
export function takenError(taken: Taken, itemId: string): AppError {
  if (taken.what === 'unit') {
    return new AppError(
      'already_connected',
      'This unit has a listing of the channel already. Disconnect that one first; nothing was changed.',
      { details: { mappingId: taken.mappingId } },
    );
  }
  const whose = taken.where === 'here' ? 'another unit of yours' : 'somebody else of this installation';
  return new AppError(
    'item_taken',
    `This listing is connected to ${whose} already. Choose another one; nothing was changed.`,
    { details: { where: taken.where, itemId } },
  );
}

export const keyOf = (provider: ProviderName, id: string) => `${provider}:${id}`;

/** In the order of their names: two who want the same wait for each other, never in a circle. */
async function lockKeys(tx: Ctx, keys: readonly string[]): Promise<void> {
  const sorted = JSON.stringify([...new Set(keys)].sort());
  await tx.db.execute(sql`
    select pg_advisory_xact_lock(hashtextextended('held ' || value, 0))
    from jsonb_array_elements_text(${sorted}::text::jsonb)`);
}
