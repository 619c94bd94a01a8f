import { and, eq } from 'drizzle-orm';
import { blocks } from '#db/schema/reservations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { type BlockRow, findBlock, refuseMoved } from './find.ts';
import { toBlock } from './queries.ts';
import { type Block, type BlockPatch, refuseBlock } from './schemas.ts';

/**
 * Changes what a block closes, and what for: its nights open again as far as nothing else closes them. The calendars of
 * the unit it leaves and of the one it comes to move on together, under the locks of both. The same again changes nothing.
 * @throws AppError forbidden, not_found, choose_unit, invalid_input, conflict (it stands elsewhere than `was` says)
 */
export async function updateBlock(ctx: Ctx, id: string, patch: BlockPatch): Promise<Block> {
  requireCan(ctx, 'block.write');
  return inTx(ctx, async (tx) => {
    const target = patch.unitId ? await chooseUnit(tx, patch.unitId) : null;
    const seen = await findBlock(tx, id);
    const unitIds = new Set([seen.unitId, target?.unit.id ?? seen.unitId]);
    const locked = await lockUnits(tx, [...unitIds]);
    const before = await findBlock(tx, id); // moved or taken away while we waited
    if (!locked.some((unit) => unit.id === before.unitId)) await lockUnits(tx, [before.unitId]);
    if (patch.was) refuseMoved(before, patch.was);
    const after = blockAfter(before, patch, target?.unit.id ?? null);
    const isElsewhere = standsElsewhere(before, after);
    const isChanged = isElsewhere || before.kind !== after.kind || before.reason !== after.reason;
    if (!isChanged) return toBlock(before);
    const { unitId, checkIn, checkOut, kind, reason } = after;
    await tx.db
      .update(blocks)
      .set({ unitId, checkIn, checkOut, kind, reason })
      .where(and(eq(blocks.orgId, tx.org), eq(blocks.id, id)));
    // What it is for is nobody's to read but ours: neither feeds nor channels are told.
    if (isElsewhere) await bumpCalendarVersions(tx, [...new Set([before.unitId, unitId])], [before, after]);
    await record(tx, {
      action: 'block.updated',
      subject: { kind: 'block', id },
      unitId,
      before: factsOf(before),
      // Not the reason: people write names into it.
      after: { ...factsOf(after), ...(before.reason === reason ? {} : { changed: ['reason'] }) },
    });
    return toBlock(after);
  });
}

/** The block as it would stand. @throws AppError invalid_input */
export function blockAfter(before: BlockRow, patch: BlockPatch, unitId: string | null): BlockRow {
  const after: BlockRow = {
    ...before,
    unitId: unitId ?? before.unitId,
    checkIn: patch.from ?? before.checkIn,
    checkOut: patch.to ?? before.checkOut,
    kind: patch.kind ?? before.kind,
    reason: patch.reason === undefined ? before.reason : patch.reason || null,
  };
  const refusal = refuseBlock({ from: after.checkIn, to: after.checkOut });
  if (refusal)
    throw new AppError('invalid_input', 'A block cannot stand on these nights.', { issues: [refusal] });
  return after;
}

function standsElsewhere(a: BlockRow, b: BlockRow): boolean {
  return a.unitId !== b.unitId || a.checkIn !== b.checkIn || a.checkOut !== b.checkOut;
}

function factsOf({ unitId, checkIn, checkOut, kind }: BlockRow) {
  return { unitId, checkIn, checkOut, kind };
}
