import { z } from 'zod';
import { NightSchema, nightsBetween } from '#lib/kernel/nights.ts';
import { CalendarSubjectId, UnitId } from '../properties/schemas.ts';

export const BlockId = z.string().regex(/^blk_[0-9a-z]{24}$/);
export const LONGEST_BLOCK_NIGHTS = 1827;

export const BlockInput = z
  .object({
    /** A unit's id, or that of a property with one unit. */
    unitId: CalendarSubjectId,
    from: NightSchema,
    /** The first night that is not blocked. */
    to: NightSchema,
    reason: z.string().trim().max(500).optional(),
  })
  .refine((range) => range.from < range.to, { path: ['to'], message: 'after from' })
  .refine((range) => nightsBetween(range.from, range.to) <= LONGEST_BLOCK_NIGHTS, {
    path: ['to'],
    message: 'at most 5 years after from',
  });

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
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

export type BlockInput = z.infer<typeof BlockInput>;
export type BlockQuery = z.infer<typeof BlockQuery>;
export type Block = z.infer<typeof Block>;
