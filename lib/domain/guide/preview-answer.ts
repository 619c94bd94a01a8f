import { and, eq, inArray } from 'drizzle-orm';
import { subscribers } from '#db/schema/calendars.ts';
import { properties, units } from '#db/schema/properties.ts';
import { conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { readNights } from '../availability/queries.ts';
import type { NightState } from '../availability/schemas.ts';
import { getConflict } from '../conflicts/queries.ts';
import type { Conflict } from '../conflicts/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { namesOf } from '../explain/channel-nights.ts';
import { stoppedBy } from '../explain/channel-rules.ts';
import { type MappedWay, readWays } from '../explain/read-ways.ts';
import { readWanted, type Wanted } from '../explain/wanted.ts';
import { listLastReads } from '../feeds/last-reads.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { leftOf } from '../push/types.ts';
import { applyStays } from '../reservations/apply.ts';
import { getForChange } from '../reservations/get-for-change.ts';
import { resolveConflict } from '../reservations/resolve-conflict.ts';
import { restate } from '../reservations/rules.ts';
import { asIf } from './as-if.ts';
import { changedRuns, freed, taken } from './effect-rules.ts';
import type { AnswerEffect, ConsideredAnswer } from './schemas.ts';

/** Nights around the claims that may change too: those kept free to prepare. */
const AROUND = 14;

type Seen = {
  readonly nights: ReadonlyMap<string, readonly NightState[]>;
  readonly wanted: ReadonlyMap<string, Wanted>;
  readonly open: ReadonlySet<string>;
};

/**
 * What an answer to a conflict would lead to, from doing it and taking it back: which nights open and close, what each
 * channel would be told, who holds then. Changes nothing. It is refused where the answer would be.
 * @throws AppError as `resolveConflict`
 */
export async function previewAnswer(ctx: Ctx, id: string, answer: ConsideredAnswer): Promise<AnswerEffect> {
  requireCan(ctx, 'conflict.resolve');
  const conflict = await getConflict(ctx, id);
  const target = answer.action === 'move' ? (await chooseUnit(ctx, answer.unitId)).unit.id : null;
  const touched = [conflict.unit.id, target, ...conflict.sides.map((side) => side.unit?.id)];
  const named = [...new Set(touched.filter((one) => typeof one === 'string'))];
  const window = windowOf(conflict);
  return asIf(ctx, async (tx) => {
    const unitIds = (await lockUnits(tx, named)).filter((unit) => !unit.archived).map((unit) => unit.id);
    const ways = await readWays(tx, unitIds);
    const before = await look(tx, unitIds, ways, window);
    await give(tx, conflict, answer);
    const after = await look(tx, unitIds, ways, window);
    const settled = await getConflict(tx, id);
    const changed = unitIds.filter((unitId) => isChanged(before, after, unitId));
    return {
      status: settled.status,
      sides: settled.sides.map(({ id: sideId, isStanding, isHeld, unit }) => ({
        id: sideId,
        isStanding,
        isHeld,
        unit,
      })),
      units: await describeUnits(tx, changed, before, after),
      channels: ways.flatMap((way) => toldOf(way, { before, after, changed })),
      feeds: await readersOf(tx, changed, await sourceOf(tx, conflict, answer)),
      otherConflicts: {
        ended: [...before.open].filter((one) => one !== id && !after.open.has(one)).length,
        opened: [...after.open].filter((one) => one !== id && !before.open.has(one)).length,
      },
    };
  });
}

async function give(tx: Ctx, conflict: Conflict, answer: ConsideredAnswer): Promise<void> {
  if (answer.action !== 'cancel_there') {
    await resolveConflict(tx, conflict.id, answer);
    return;
  }
  const side = conflict.sides.find((one) => one.id === answer.stayId);
  if (!side?.reservationId) return;
  const { row, stays: rooms } = await getForChange(tx, side.reservationId);
  const stay = rooms.find((one) => one.id === answer.stayId);
  if (stay)
    await applyStays(tx, [{ ...restate(row, stay), reservationStatus: 'cancelled' }], { reason: 'as if' });
}

function windowOf(conflict: Conflict): { from: Night; to: Night } {
  const ins = [conflict.checkIn, ...conflict.sides.flatMap((side) => side.checkIn ?? [])].sort();
  const outs = [conflict.checkOut, ...conflict.sides.flatMap((side) => side.checkOut ?? [])].sort();
  return {
    from: addNights(ins[0] ?? conflict.checkIn, -AROUND),
    to: addNights(outs.at(-1) ?? conflict.checkOut, AROUND),
  };
}

async function look(
  tx: Ctx,
  unitIds: readonly string[],
  ways: readonly MappedWay[],
  window: { from: Night; to: Night },
): Promise<Seen> {
  const nights = await readNights(tx, { unitIds, ...window });
  const wanted = await readWanted(tx, ways, window);
  const open = await tx.db
    .select({ id: conflicts.id })
    .from(conflicts)
    .where(
      and(eq(conflicts.orgId, tx.org), eq(conflicts.status, 'open'), inArray(conflicts.unitId, [...unitIds])),
    );
  return { nights, wanted, open: new Set(open.map((row) => row.id)) };
}

function isChanged(before: Seen, after: Seen, unitId: string): boolean {
  const [was, is] = [before.nights.get(unitId) ?? [], after.nights.get(unitId) ?? []];
  return freed(was, is).length + taken(was, is).length > 0;
}

async function describeUnits(
  tx: Ctx,
  changed: readonly string[],
  before: Seen,
  after: Seen,
): Promise<AnswerEffect['units']> {
  if (changed.length === 0) return [];
  const rows = await tx.db
    .select({ unitId: units.id, name: units.name, propertyName: properties.name })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(units.orgId, tx.org), inArray(units.id, [...changed])));
  return rows.map((row) => {
    const [was, is] = [before.nights.get(row.unitId) ?? [], after.nights.get(row.unitId) ?? []];
    return { ...row, opens: freed(was, is), closes: taken(was, is) };
  });
}

/** What changes in what the account should show; nothing where it stays as it is, or why it would not be told of it. */
function toldOf(
  way: MappedWay,
  { before, after, changed }: { before: Seen; after: Seen; changed: readonly string[] },
): AnswerEffect['channels'] {
  const changes = changedRuns(
    leftToSell(before.wanted.get(way.mappingId)),
    leftToSell(after.wanted.get(way.mappingId)),
  );
  const unsent = stoppedBy(way)?.code ?? null;
  const isMissed = unsent !== null && way.unitIds.some((id) => changed.includes(id));
  return changes.length > 0 || isMissed ? [{ ...namesOf(way), changes, unsent }] : [];
}

function leftToSell(wanted: Wanted | undefined): Map<Night, number | null> {
  const { maxUnits = 0, wanted: nights = [] } = wanted?.grid ?? {};
  return new Map(
    nights.map(({ night, units: left, own }) => [
      night,
      left === null ? null : leftOf(left, own.length, maxUnits),
    ]),
  );
}

type Source = { readonly calendarId: string | null; readonly connectionId: string | null };

/** Where the claim comes from that the answer changes: its own reader is never shown it. */
async function sourceOf(tx: Ctx, conflict: Conflict, answer: ConsideredAnswer): Promise<Source> {
  const stayId = 'stayId' in answer ? answer.stayId : null;
  if (stayId) {
    const [row] = await tx.db
      .select({ calendarId: reservations.calendarId, connectionId: reservations.connectionId })
      .from(stays)
      .innerJoin(reservations, eq(reservations.id, stays.reservationId))
      .where(and(eq(stays.orgId, tx.org), eq(stays.id, stayId)));
    return row ?? { calendarId: null, connectionId: null };
  }
  const event = conflict.sides.filter((side) => side.kind === 'event').at(-1);
  return { calendarId: event?.calendar?.id ?? null, connectionId: null };
}

/** Who reads the calendars of these units, but for the counterpart of what changes. */
async function readersOf(
  tx: Ctx,
  unitIds: readonly string[],
  source: Source,
): Promise<AnswerEffect['feeds']> {
  if (unitIds.length === 0) return [];
  const owners = await tx.db
    .select({ propertyId: units.propertyId })
    .from(units)
    .where(and(eq(units.orgId, tx.org), inArray(units.id, [...unitIds])));
  const reads = await listLastReads(tx);
  const counterparts = await tx.db
    .select({
      id: subscribers.id,
      calendarId: subscribers.sourceCalendarId,
      connectionId: subscribers.sourceConnectionId,
    })
    .from(subscribers)
    .where(eq(subscribers.orgId, tx.org));
  const isOwn = (id: string) => {
    const of = counterparts.find((one) => one.id === id);
    return (
      (source.calendarId !== null && of?.calendarId === source.calendarId) ||
      (source.connectionId !== null && of?.connectionId === source.connectionId)
    );
  };
  return reads
    .filter((one) =>
      one.unitId === null
        ? owners.some((owner) => owner.propertyId === one.propertyId)
        : unitIds.includes(one.unitId),
    )
    .filter((one) => !isOwn(one.id))
    .map(({ id, name, isPlain, unitId, lastReadAt }) => ({
      subscriberId: id,
      name,
      isPlain,
      unitId,
      lastReadAt,
    }));
}
