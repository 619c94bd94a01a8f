import { blocks } from '#db/schema/reservations.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { toBlock } from './queries.ts';
import type { Block, BlockInput } from './schemas.ts';

/**
 * Closes nights of a unit. Blocks overlap freely, each other and stays: a guest who is booked stays booked.
 * @throws AppError forbidden, not_found, choose_unit
 */
export async function createBlock(ctx: Ctx, input: BlockInput): Promise<Block> {
  requireCan(ctx, 'block.write');
  return inTx(ctx, async (tx) => {
    const { unit } = await chooseUnit(tx, input.unitId);
    await lockUnits(tx, [unit.id]);
    const row = {
      id: newId('block'),
      orgId: tx.org,
      unitId: unit.id,
      checkIn: input.from,
      checkOut: input.to,
      kind: input.kind ?? 'other',
      reason: input.reason ?? null,
      createdBy: tx.actor.id,
      createdAt: tx.clock.now(),
    };
    await tx.db.insert(blocks).values(row);
    await bumpCalendarVersions(tx, [unit.id], [row]);
    await record(tx, {
      action: 'block.created',
      subject: { kind: 'block', id: row.id },
      unitId: unit.id,
      // Not the reason: people write names into it.
      after: { checkIn: row.checkIn, checkOut: row.checkOut, kind: row.kind },
    });
    return toBlock(row);
  });
}
