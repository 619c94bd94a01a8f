import { Hammer, House, Lock, type LucideIcon } from 'lucide-react';
import type { Bar } from '#lib/domain/availability/schemas.ts';

/** What nights are closed for, in the order in which it is offered. */
export const BLOCK_KINDS = ['owner', 'maintenance', 'other'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

const SIGN: Record<BlockKind, LucideIcon> = { owner: House, maintenance: Hammer, other: Lock };

export function blockSign(kind: BlockKind): LucideIcon {
  return SIGN[kind];
}

export function kindOf(bar: Bar): BlockKind {
  return bar.blockKind ?? 'other';
}
