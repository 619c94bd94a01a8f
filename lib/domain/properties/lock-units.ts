import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { unitParts, units } from '#db/schema/properties.ts';
import { invariant, notFound } from '#lib/kernel/errors.ts';
import type { NightRange } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { markDirty, spanOf } from '../push/mark-dirty.ts';
import { leavesOf, type Part, relatedUnits } from './rules.ts';

export type LockedUnit = {
  readonly id: string;
  readonly propertyId: string;
  readonly name: string;
  readonly preparationNights: number;
  readonly calendarVersion: number;
  readonly archived: boolean;
  /** What a stay on it holds: its parts, or itself where it has none. */
  readonly leaves: readonly string[];
};

/**
 * Locks the units and everything a change to them can touch: their parts, the composites above, the other parts of
 * those. Always in id order, so that two at once wait for each other and never in a circle. Not `for update`: that
 * would also stop a row elsewhere from merely naming the unit.
 * Two round trips; two more where somebody regrouped the units while we waited.
 * @returns every locked unit, in id order
 * @throws AppError not_found for an unknown id and for another organization's alike
 */
export async function lockUnits(tx: Ctx, unitIds: readonly string[]): Promise<LockedUnit[]> {
  invariant(tx.afterCommit, 'units are locked inside a transaction');
  if (unitIds.length === 0) return [];
  const rows = await tx.db
    .select()
    .from(units)
    .where(and(eq(units.orgId, tx.org), sql`${units.id} in ${connected(tx, unitIds)}`))
    .orderBy(asc(units.id))
    .for('no key update');
  const locked = new Set(rows.map((row) => row.id));
  if (unitIds.some((id) => !locked.has(id))) throw notFound('unit');
  // Read after the lock: the parts may have changed while we waited for it. From here on they cannot.
  const parts = await readConnectedParts(tx, unitIds);
  const missed = parts.flatMap((part) => [part.compositeId, part.partId]).filter((id) => !locked.has(id));
  if (missed.length > 0) return lockUnits(tx, [...locked, ...missed]);
  return rows.map((row) => ({
    id: row.id,
    propertyId: row.propertyId,
    name: row.name,
    preparationNights: row.preparationNights,
    calendarVersion: row.calendarVersion,
    archived: row.archivedAt !== null,
    leaves: leavesOf(row.id, parts),
  }));
}

/**
 * Says that the calendars of these units show something new, and with them those of their parts and of the composites
 * above. All of them move to one version that none has had, so that "who fetched at or after it, knew" holds on
 * whichever of the calendars a stay is shown; open screens are told once it is committed, and what channels are to be
 * told is owed. Three round trips; one more where a channel is connected.
 * @param touched the nights whose state may change; left out: any
 * @returns the version of every unit that moved
 */
export async function bumpCalendarVersions(
  tx: Ctx,
  unitIds: readonly string[],
  touched?: readonly NightRange[],
): Promise<Map<string, number>> {
  if (unitIds.length === 0) return new Map();
  const parts = await readConnectedParts(tx, unitIds);
  const shown = [...new Set(unitIds.flatMap((id) => relatedUnits(id, parts)))];
  const moved = await tx.db
    .update(units)
    .set({
      calendarVersion: sql`(select max(u.calendar_version) + 1 from units u where ${inArray(sql`u.id`, shown)})`,
      calendarChangedAt: tx.clock.now(),
    })
    .where(and(eq(units.orgId, tx.org), inArray(units.id, shown)))
    .returning({
      id: units.id,
      version: units.calendarVersion,
      preparationNights: units.preparationNights,
    });
  // A stay keeps nights on either side of it to prepare.
  const span = touched && spanOf(touched, Math.max(0, ...moved.map((row) => row.preparationNights)));
  await markDirty(tx, { unitIds: shown, ...span, heardAt: tx.clock.now() });
  await announce(tx, 'calendar', shown);
  return new Map(moved.map((row) => [row.id, row.version]));
}

/** The rows of the tree that connect these units with others, as they stand now. One round trip. */
export function readConnectedParts(ctx: Ctx, unitIds: readonly string[]): Promise<Part[]> {
  return ctx.db
    .select({ compositeId: unitParts.compositeId, partId: unitParts.partId })
    .from(unitParts)
    .where(and(eq(unitParts.orgId, ctx.org), sql`${unitParts.compositeId} in ${connected(ctx, unitIds)}`));
}

/** A subquery: the ids of the units and of all that hang together with them through parts. */
function connected(ctx: Ctx, unitIds: readonly string[]): SQL {
  return sql`(
    with recursive touched(id) as (
      select u.id from units u where u.org_id = ${ctx.org} and ${inArray(sql`u.id`, [...unitIds])}
      union
      select case when p.part_id = t.id then p.composite_id else p.part_id end
      from touched t join unit_parts p on (p.part_id = t.id or p.composite_id = t.id) and p.org_id = ${ctx.org}
    )
    select id from touched
  )`;
}
