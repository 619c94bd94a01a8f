import { and, asc, eq, inArray } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { AppError, invariant } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type ConnectionRow, findConnection, getConnectionRow, lockConnection } from '../connections/find.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { announce } from '../live/announce.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { markMappingsDirty, oweFirstContact } from '../push/mark-dirty.ts';
import { describeListings } from './describe-listings.ts';
import { readBefore, readEffects } from './effects.ts';
import { expandMapping } from './expand-mapping.ts';
import { landWaiting } from './land.ts';
import { type Planned, planChanges } from './plan.ts';
import type { MappingChange, SaveMappingsAnswer, SaveMappingsInput } from './schemas.ts';
import { switchMappings } from './switch.ts';
import { movesUnits } from './write.ts';

/**
 * Saves some mappings of one connection, all or none; those that are not named stay as they are. One that becomes live
 * (active, with sync on) pauses its unit's calendars of the channel and brings in every booking of its listing that
 * waited; one that ceases to be lets them go on. Bookings that stand on a unit stay there, whatever becomes of the
 * mapping: a guest is moved by a person, never by a setting.
 *
 * With `dryRun` all of it is done and taken back: what it answers is what would happen, to the last conflict. Nothing of
 * it can be seen by others, and it holds the locks of a save for as long as one.
 *
 * Lock order: connection, listings, mappings, calendars, units, reservations; within each by id. Dying anywhere leaves
 * nothing; the same again writes nothing; of two at once the second sees what the first saved.
 * @throws AppError forbidden, not_found, choose_connection, choose_unit; conflict with `details.guards` where one blocks
 */
export async function saveMappings(
  ctx: Ctx,
  provider: ProviderName,
  connectionId: string | null,
  input: SaveMappingsInput,
): Promise<SaveMappingsAnswer> {
  requireCan(ctx, 'connection.configure');
  const { id } = await findConnection(ctx, provider, connectionId ?? undefined);
  if (!input.dryRun) return inTx(ctx, (tx) => saveIn(tx, id, input.mappings, false));
  return rehearse(ctx, (tx) => saveIn(tx, id, input.mappings, true));
}

/**
 * The short form that a sync takes too: the channel's ids of listings to ids of units, or of properties with one unit;
 * or its id of a property to one of ours, where it can be told which room type is which unit. Each becomes active.
 * @throws AppError as saveMappings; choose_unit, choose_room_type
 */
export async function savePropertyMapping(
  ctx: Ctx,
  connectionId: string,
  mapping: Readonly<Record<string, string>>,
): Promise<SaveMappingsAnswer> {
  requireCan(ctx, 'connection.configure');
  const { id } = await getConnectionRow(ctx, connectionId);
  return inTx(ctx, async (tx) => {
    await lockConnection(tx, id);
    const changes = await expandMapping(tx, id, mapping);
    return changes.length === 0 ? { saved: true, effects: [], listings: [] } : saveIn(tx, id, changes, false);
  });
}

/** Carries the answer out of a transaction that must not be kept. */
class Rehearsed extends Error {
  readonly answer: SaveMappingsAnswer;
  constructor(answer: SaveMappingsAnswer) {
    super('rehearsed');
    this.answer = answer;
  }
}

async function rehearse(
  ctx: Ctx,
  work: (tx: Ctx) => Promise<SaveMappingsAnswer>,
): Promise<SaveMappingsAnswer> {
  invariant(!ctx.afterCommit, 'a rehearsal has a transaction of its own to take back');
  try {
    return await inTx(ctx, async (tx) => {
      throw new Rehearsed(await work(tx));
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.answer;
    throw error;
  }
}

async function saveIn(
  tx: Ctx,
  connectionId: string,
  changes: readonly MappingChange[],
  isRehearsal: boolean,
): Promise<SaveMappingsAnswer> {
  const connection = await lockConnection(tx, connectionId);
  const plans = await planChanges(tx, connection, changes);
  if (!isRehearsal) refuseBlocked(plans);
  const possible = plans.filter((plan) => !plan.isBlocked);
  // Calendars before units, as their syncs do.
  const switched = await switchMappings(tx, connection, possible);
  const unitIds = plans.flatMap(({ before, after }) => [before?.unitIds ?? [], after?.unitIds ?? []].flat());
  const locked = await lockUnits(tx, [...new Set(unitIds)]);
  const before = await readBefore(
    tx,
    plans,
    locked.map((unit) => unit.id),
  );
  await landWaiting(
    tx,
    possible.flatMap((plan) =>
      plan.willBeLive && plan.after ? [{ listingId: plan.listing.id, unitIds: plan.after.unitIds }] : [],
    ),
    { reason: 'its listing was mapped to the unit' },
  );
  await oweChannel(tx, connection, possible, switched.ids);
  if (switched.hasChanged) await tell(tx, connection, possible);
  const rows = await tx.db
    .select()
    .from(listings)
    .where(
      and(
        eq(listings.orgId, tx.org),
        inArray(
          listings.id,
          plans.map((plan) => plan.listing.id),
        ),
      ),
    )
    .orderBy(asc(listings.name), asc(listings.id));
  return {
    saved: !isRehearsal,
    effects: await readEffects(tx, plans, before, switched),
    listings: await describeListings(tx, connection.provider, rows),
  };
}

function refuseBlocked(plans: readonly Planned[]): void {
  const blocked = plans.filter((plan) => plan.isBlocked);
  if (blocked.length === 0) return;
  throw new AppError(
    'conflict',
    'Some of these mappings cannot be saved as they are. Nothing was changed; each says what stands in its way.',
    {
      details: {
        guards: blocked.map((plan) => ({
          listingId: plan.listing.id,
          guards: plan.guards.filter((guard) => guard.level === 'blocks'),
        })),
      },
    },
  );
}

/**
 * What the channel shows of a listing that is newly live, or has other units behind it, is read before it is told anything;
 * of one whose prices are others now it is told. A rehearsal owes nothing: it is taken back.
 */
async function oweChannel(
  tx: Ctx,
  connection: ConnectionRow,
  plans: readonly Planned[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const live = plans.filter((plan) => plan.willBeLive);
  const isFirst = (plan: Planned) => !plan.wasLive || movesUnits(plan);
  const isRepriced = ({ before, after }: Planned) =>
    before?.ratePlanId !== after?.ratePlanId || before?.markupBp !== after?.markupBp;
  const named = (some: readonly Planned[]) => some.flatMap((plan) => ids.get(plan.listing.id) ?? []);
  await oweFirstContact(tx, connection, named(live.filter(isFirst)));
  const repriced = live.filter((plan) => !isFirst(plan) && isRepriced(plan));
  await markMappingsDirty(tx, named(repriced), tx.clock.now());
}

/** Bookings that the channel took since it was last asked come in at once. */
async function tell(tx: Ctx, connection: ConnectionRow, plans: readonly Planned[]): Promise<void> {
  await announce(tx, 'connections');
  await announce(tx, 'inbox');
  const isAsked = connection.status !== 'disconnected' && connection.status !== 'paused';
  if (!isAsked || !plans.some((plan) => plan.willBeLive && !plan.wasLive)) return;
  await enqueue(tx, {
    kind: 'connection.sync',
    key: connection.id,
    payload: { connectionId: connection.id, trigger: 'added' },
    dueAt: tx.clock.now(),
  });
}
