import type { Problem } from '#components/api/client.ts';
import type { Taken } from './shapes.ts';

/** Why a listing cannot be connected, where it lies in the listing itself: another one is chosen then. */
export type ItemRefusal = Taken | 'meanwhile' | 'unknown' | 'not_yours';

export function itemRefusalOf(problem: Problem | null): ItemRefusal | null {
  switch (problem?.code) {
    case 'item_taken': {
      const { where } = problem.details;
      return where === 'elsewhere' || where === 'channel' ? where : 'here';
    }
    case 'item_unknown':
      return 'unknown';
    case 'item_not_yours':
      return 'not_yours';
    default:
      return null;
  }
}

/** Whether the way itself is over: an hour went by, or it was begun anew in another tab. */
export function isOver(problem: Problem | null): boolean {
  return problem?.code === 'not_found' || problem?.code === 'gone';
}
