import { eq } from 'drizzle-orm';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { hold, holdsItems, letGo, needFree } from '../connections/hold.ts';
import { alignListingPolls } from '../connections/listing-polls.ts';
import type { Ctx } from '../ctx.ts';
import { type JournalEntry, recordAll } from '../journal/record.ts';
import type { Planned, Settings } from './plan.ts';

/**
 * The one place where mappings and the units behind them are written: `mappings.unit_id` is the first of these.
 * Writes what differs, and a journal row for each. A mapping that goes to other units keeps its row. Where a channel's
 * listings are connected one at a time, what works takes its listing and units for itself.
 * @throws AppError item_taken, already_connected
 * @returns the id of each listing's mapping, by the listing's, and whether anything was written
 */
export async function writeMappings(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  plans: readonly Planned[],
): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly hasChanged: boolean }> {
  const ids = new Map<string, string>();
  const entries: JournalEntry[] = [];
  for (const plan of plans) {
    const id = plan.before?.id ?? newId('mapping');
    if (plan.after) ids.set(plan.listing.id, id);
    if (!isChange(plan)) continue;
    await writeOne(tx, connection.id, id, plan);
    entries.push(entryOf(id, plan));
  }
  await holdWhatWorks(tx, connection, plans, ids);
  if (entries.length > 0) await alignListingPolls(tx, connection);
  await recordAll(tx, entries);
  return { ids, hasChanged: entries.length > 0 };
}

/** What ceases to work lets go first: two units may swap their listings in one save. */
async function holdWhatWorks(
  tx: Ctx,
  { provider }: Pick<ConnectionRow, 'provider'>,
  plans: readonly Planned[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  if (!holdsItems(tx, provider)) return;
  await letGo(
    tx,
    plans.flatMap((plan) => plan.before?.id ?? []),
  );
  const wanted = plans.flatMap(({ listing, after, willBeLive }) => {
    const mappingId = ids.get(listing.id);
    return after && willBeLive && mappingId
      ? [{ mappingId, itemId: listing.externalId, unitIds: after.unitIds }]
      : [];
  });
  await needFree(tx, provider, wanted);
  await hold(tx, provider, wanted);
}

function isChange({ before, after }: Planned): boolean {
  if (!before || !after) return before !== null || after !== null;
  return !isSame(before.unitIds, after.unitIds) || SETTINGS.some((name) => before[name] !== after[name]);
}

const SETTINGS = ['stage', 'isSyncOn', 'ratePlanId', 'markupBp'] as const;

/** Whether other units stand behind it than before. Another order is a change and moves nobody. */
export function movesUnits({ before, after }: Pick<Planned, 'before' | 'after'>): boolean {
  return before !== null && after !== null && !isSame(before.unitIds.toSorted(), after.unitIds.toSorted());
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.join() === others.join();
}

async function writeOne(tx: Ctx, connectionId: string, id: string, plan: Planned): Promise<void> {
  const { before, after, listing } = plan;
  const now = tx.clock.now();
  if (!after) {
    await tx.db.delete(mappings).where(eq(mappings.id, id));
    return;
  }
  const isNewlyActive = after.stage === 'active' && before?.stage !== 'active';
  const { unitIds, ...settings } = after;
  const [unitId] = unitIds;
  invariant(unitId, 'a mapping has a unit');
  const set = {
    ...settings,
    unitId,
    // A person has spoken: what a disconnect had switched off is theirs to switch on.
    resumesOnConnect: before?.isSyncOn === after.isSyncOn ? before.resumesOnConnect : false,
    activatedAt: isNewlyActive ? now : (before?.activatedAt ?? null),
    updatedAt: now,
  };
  if (before) {
    await tx.db.update(mappings).set(set).where(eq(mappings.id, id));
  } else {
    await tx.db
      .insert(mappings)
      .values({ id, orgId: tx.org, connectionId, listingId: listing.id, ...set, createdAt: now });
  }
  if (before && isSame(before.unitIds, unitIds)) return;
  await tx.db.delete(mappingUnits).where(eq(mappingUnits.mappingId, id));
  const behind = { orgId: tx.org, mappingId: id };
  await tx.db
    .insert(mappingUnits)
    .values(unitIds.map((one, position) => ({ ...behind, unitId: one, position })));
}

function entryOf(id: string, plan: Planned): JournalEntry {
  const { before, after, listing, units } = plan;
  const named = { listingId: listing.id, externalId: listing.externalId, listing: listing.name };
  return {
    action: `mapping.${verbOf(before, after)}`,
    subject: { kind: 'mapping', id },
    unitId: (after ?? before)?.unitIds[0] ?? null,
    before: before ? { ...named, ...settingsOf(before) } : null,
    after: after
      ? {
          ...named,
          ...settingsOf(after),
          guards: plan.guards.map((guard) => guard.code),
          units: units.map((unit) => unit.name),
        }
      : null,
  };
}

function settingsOf({ unitIds, stage, isSyncOn, ratePlanId, markupBp }: Settings) {
  return { unitIds, stage, isSyncOn, ratePlanId, markupBp };
}

function verbOf(before: Settings | null, after: Settings | null): string {
  if (!after) return 'removed';
  if (!before) return 'created';
  if (before.stage === after.stage) return 'changed';
  return after.stage === 'active' ? 'activated' : 'deactivated';
}
