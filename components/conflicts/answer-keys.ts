import type { AdvisedAnswer, ConsideredAnswer } from '#lib/domain/guide/schemas.ts';

/** One answer in the address: which it is and of whom. */
export function keyOf({ action, stayId }: AdvisedAnswer): string {
  return stayId ? `${action}:${stayId}` : action;
}

/** What is asked of the server, with where to for a move. Null while that is not chosen. */
export function considered(answer: AdvisedAnswer, unitId: string): ConsideredAnswer | null {
  const { action, stayId } = answer;
  if (action === 'move') return stayId && unitId ? { action, stayId, unitId } : null;
  if (action === 'cancel' || action === 'cancel_there') return stayId ? { action, stayId } : null;
  return { action };
}
