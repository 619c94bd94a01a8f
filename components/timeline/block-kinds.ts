import type { IconName } from '#components/ui/icon-names.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';

/** What nights are closed for, in the order in which it is offered. */
export const BLOCK_KINDS = ['owner', 'maintenance', 'other'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

const SIGN: Record<BlockKind, IconName> = { owner: 'house', maintenance: 'hammer', other: 'lock' };

export function blockSign(kind: BlockKind): IconName {
  return SIGN[kind];
}

export function kindOf(bar: Bar): BlockKind {
  return bar.blockKind ?? 'other';
}
