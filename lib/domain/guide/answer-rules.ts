import type { Conflict, Side } from '../conflicts/schemas.ts';
import type { AdvisedAnswer } from './schemas.ts';

/** Where each stay could go: how many units are free, and whether one of them is in the same house. */
export type Rooms = ReadonlyMap<string, { readonly free: number; readonly isSameProperty: boolean }>;

/**
 * The answers that can be given, the best advice first. Nobody loses a bed where somebody can be moved; whoever came
 * second gives way, since the first was promised the nights before; to accept both is the last resort, it settles nothing.
 */
export function adviseAnswers(conflict: Conflict, rooms: Rooms): AdvisedAnswer[] {
  if (conflict.status !== 'open') return [];
  const stays = secondFirst(conflict).filter((side) => side.kind === 'stay' && side.isStanding);
  const answers: AdvisedAnswer[] = [];
  if (conflict.kind === 'possible_double_booking') answers.push(...settleCopy(conflict));
  for (const side of stays) {
    const room = rooms.get(side.id);
    if (!room || room.free === 0) continue;
    const reason = room.isSameProperty ? 'free_same_property' : 'free_elsewhere';
    answers.push({ action: 'move', stayId: side.id, reason });
  }
  for (const side of [...stays].sort((a, b) => Number(b.isCancellable) - Number(a.isCancellable))) {
    const isSecond = side.id === stays[0]?.id && stays.length > 1;
    const reason = side.isCancellable ? 'ours_to_end' : isSecond ? 'came_second' : 'came_first';
    answers.push({ action: side.isCancellable ? 'cancel' : 'cancel_there', stayId: side.id, reason });
  }
  answers.push({ action: 'accept', stayId: null, reason: 'changes_nothing' });
  return answers;
}

/** Those that hold nothing and came later, first. */
export function secondFirst(conflict: Conflict): Side[] {
  const since = (side: Side) => Date.parse(side.firstSeenAt ?? '') || 0;
  return [...conflict.sides].sort((a, b) => Number(a.isHeld) - Number(b.isHeld) || since(b) - since(a));
}

/** Equal nights that were seen later look like a copy of ours coming back; anything else looks like another guest. */
function settleCopy({ sides }: Conflict): AdvisedAnswer[] {
  const event = sides.findLast((side) => side.kind === 'event');
  const other = sides.find((side) => side !== event);
  const isSame = event?.checkIn === other?.checkIn && event?.checkOut === other?.checkOut;
  const isLater = Date.parse(event?.firstSeenAt ?? '') >= Date.parse(other?.firstSeenAt ?? '');
  const reason = !isSame ? 'other_nights' : isLater ? 'same_nights_later' : 'seen_before';
  const [likely, unlikely] =
    reason === 'same_nights_later'
      ? (['same_booking', 'distinct'] as const)
      : (['distinct', 'same_booking'] as const);
  return [
    { action: likely, stayId: null, reason },
    { action: unlikely, stayId: null, reason: 'less_likely' },
  ];
}
