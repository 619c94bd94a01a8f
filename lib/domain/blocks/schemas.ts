import { z } from 'zod';
import { NightSchema, nightsBetween } from '#lib/kernel/nights.ts';
import { CalendarSubjectId, UnitId } from '../properties/schemas.ts';

export const BlockId = z.string().regex(/^blk_[0-9a-z]{24}$/);
/** What the nights are closed for; why in a person's words stands in the reason. */
export const BlockKind = z.enum(['owner', 'maintenance', 'other']);
export const LONGEST_BLOCK_NIGHTS = 1827;

export const BlockInput = z
  .object({
    /** A unit's id, or that of a property with one unit. */
    unitId: CalendarSubjectId,
    from: NightSchema,
    /** The first night that is not blocked. */
    to: NightSchema,
    /** 'other' where it is not said. */
    kind: BlockKind.optional(),
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
  kind: BlockKind,
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

export type BlockKind = z.infer<typeof BlockKind>;
export type BlockInput = z.infer<typeof BlockInput>;
export type BlockQuery = z.infer<typeof BlockQuery>;
export type Block = z.infer<typeof Block>;
