import { z } from 'zod';
import { type Night, NightSchema, nightsBetween } from '#lib/kernel/nights.ts';
import { CalendarSubjectId, UnitId } from '../properties/schemas.ts';

export const BlockId = z.string().regex(/^blk_[0-9a-z]{24}$/);
/** What the nights are closed for; why in a person's words stands in the reason. */
export const BlockKind = z.enum(['owner', 'maintenance', 'other']);
export const LONGEST_BLOCK_NIGHTS = 1827;

const Reason = z.string().trim().max(500);
const orderRule = { path: ['to'], message: 'after from' };
const lengthRule = { path: ['to'], message: 'at most 5 years after from' };
const isShortEnough = (range: { from: Night; to: Night }) =>
  nightsBetween(range.from, range.to) <= LONGEST_BLOCK_NIGHTS;

export const BlockInput = z
  .object({
    /** A unit's id, or that of a property with one unit. */
    unitId: CalendarSubjectId,
    from: NightSchema,
    /** The first night that is not blocked. */
    to: NightSchema,
    /** 'other' where it is not said. */
    kind: BlockKind.optional(),
    reason: Reason.optional(),
  })
  .refine((range) => range.from < range.to, orderRule)
  .refine(isShortEnough, lengthRule);

/** Where a block stands: what somebody saw there who changes it or takes it away. */
export const BlockPlace = z.object({ unitId: UnitId, from: NightSchema, to: NightSchema });

export const BlockPatch = z.object({
  unitId: CalendarSubjectId.optional(),
  from: NightSchema.optional(),
  to: NightSchema.optional(),
  kind: BlockKind.optional(),
  reason: Reason.nullable().optional(),
  was: BlockPlace.optional().meta({
    description: 'Refuse with 409 `conflict` unless the block still stands there.',
  }),
});

/** Of a block that is to be taken away: only where it still stands so. */
export const BlockDeletion = z
  .object({ id: BlockId })
  .extend(BlockPlace.partial().shape)
  .meta({ description: 'With unitId, from or to: 409 `conflict` unless the block still stands there.' });

/** Why a block cannot stand on these nights; null where it can. */
export function refuseBlock(range: { from: Night; to: Night }): { path: string; message: string } | null {
  if (range.from >= range.to) return { path: 'to', message: orderRule.message };
  return isShortEnough(range) ? null : { path: 'to', message: lengthRule.message };
}

export const BlockQuery = z.object({
  unit: CalendarSubjectId.optional(),
  from: NightSchema.optional(),
  to: NightSchema.optional(),
});

export const Block = z.object({
  id: BlockId,
  unitId: UnitId,
  from: NightSchema,
  to: NightSchema,
  kind: BlockKind,
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

export type BlockKind = z.infer<typeof BlockKind>;
export type BlockInput = z.infer<typeof BlockInput>;
export type BlockPlace = z.infer<typeof BlockPlace>;
export type BlockPatch = z.infer<typeof BlockPatch>;
export type BlockDeletion = z.infer<typeof BlockDeletion>;
export type BlockQuery = z.infer<typeof BlockQuery>;
export type Block = z.infer<typeof Block>;
