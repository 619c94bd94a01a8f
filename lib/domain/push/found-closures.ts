import { and, eq, isNull } from 'drizzle-orm';
import { foundClosures } from '#db/schema/push.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Night, nightRange } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { bumpCalendarVersions } from '../properties/lock-units.ts';
import { type Found, joined } from './adopt-rules.ts';
import type { Grid } from './read-grid.ts';
import type { FoundClosure } from './types.ts';

/**
 * Keeps what the channel has closed: of one unit for every channel, of a pool as the most that this channel may sell.
 * Nights that continue one that nobody has settled are added to it.
 */
export async function insertFound(
  tx: Ctx,
  grid: Grid,
  found: readonly Found[],
  reason: 'when_connected' | 'closed_there',
): Promise<void> {
  if (found.length === 0) return;
  const [first, ...others] = grid.unitIds;
  const unitId = first !== undefined && others.length === 0 ? first : null;
  const now = tx.clock.now();
  const before = grid.closures.filter(
    (one) => one.mappingId === grid.mappingId && one.unitId === unitId && one.resolution === null,
  );
  const rows: (typeof foundClosures.$inferInsert)[] = [];
  for (const { checkIn, checkOut, units } of found) {
    const continued = before.find((one) => one.checkOut === checkIn && one.units === units);
    if (continued && (await lengthen(tx, continued, checkOut))) continue;
    const { mappingId } = grid;
    const { connectionId } = grid.state;
    const ids = { id: newId('foundClosure'), orgId: tx.org, mappingId, connectionId, unitId };
    rows.push({ ...ids, checkIn, checkOut, units, reason, foundAt: now });
  }
  if (rows.length > 0) await tx.db.insert(foundClosures).values(rows);
  await recordAll(
    tx,
    rows.map((row) => ({
      action: 'found_closure.found',
      subject: { kind: 'found_closure', id: row.id },
      unitId,
      after: {
        checkIn: row.checkIn,
        checkOut: row.checkOut,
        units: row.units,
        reason,
        mappingId: grid.mappingId,
        connectionId: grid.state.connectionId,
      },
    })),
  );
  if (unitId) await bumpCalendarVersions(tx, [unitId], found);
  await announce(tx, 'inbox');
}

/** @returns false where a person has settled it just now */
async function lengthen(tx: Ctx, closure: FoundClosure, checkOut: Night): Promise<boolean> {
  const [row] = await tx.db
    .update(foundClosures)
    .set({ checkOut })
    .where(
      and(
        eq(foundClosures.orgId, tx.org),
        eq(foundClosures.id, closure.id),
        isNull(foundClosures.resolution),
      ),
    )
    .returning({ id: foundClosures.id });
  if (!row) return false;
  await recordAll(tx, [
    {
      action: 'found_closure.found',
      subject: { kind: 'found_closure', id: closure.id },
      unitId: closure.unitId,
      before: { checkIn: closure.checkIn, checkOut: closure.checkOut },
      after: { checkIn: closure.checkIn, checkOut },
    },
  ]);
  return true;
}

/**
 * What the channel sells again by itself is nobody's closure any more; what is left of it stays.
 * @returns whether there was any
 */
export async function trimGone(tx: Ctx, gone: ReadonlyMap<FoundClosure, readonly Night[]>): Promise<boolean> {
  const trimmed = [...gone].filter(([, nights]) => nights.length > 0);
  for (const [closure, nights] of trimmed) {
    const open = joined(nights.map((night) => ({ night, units: closure.units })));
    const left = leftAfter(closure, open);
    const [row] = await tx.db
      .update(foundClosures)
      .set({ resolution: 'gone', resolvedAt: tx.clock.now() })
      .where(
        and(
          eq(foundClosures.orgId, tx.org),
          eq(foundClosures.id, closure.id),
          isNull(foundClosures.resolution),
        ),
      )
      .returning();
    if (!row) continue; // a person has settled it just now
    const rest = left.map((range) => {
      return { ...row, ...range, id: newId('foundClosure'), resolution: null, resolvedAt: null };
    });
    if (rest.length > 0) await tx.db.insert(foundClosures).values(rest);
    await recordAll(tx, [
      {
        action: 'found_closure.gone',
        subject: { kind: 'found_closure', id: closure.id },
        unitId: closure.unitId,
        before: { checkIn: closure.checkIn, checkOut: closure.checkOut },
        after: { open: open.map(({ checkIn, checkOut }) => ({ checkIn, checkOut })), left },
      },
    ]);
    if (closure.unitId) await bumpCalendarVersions(tx, [closure.unitId], open);
  }
  if (trimmed.length > 0) await announce(tx, 'inbox');
  return trimmed.length > 0;
}

function leftAfter(closure: FoundClosure, open: readonly Found[]) {
  const left: { checkIn: Night; checkOut: Night }[] = [];
  let from = closure.checkIn;
  for (const { checkIn, checkOut } of open) {
    if (from < checkIn) left.push(nightRange(from, checkIn));
    from = checkOut;
  }
  if (from < closure.checkOut) left.push(nightRange(from, closure.checkOut));
  return left;
}
