import type { Action, Did } from './action.ts';
import { follow, pause, rotate, syncByHand, unfollow } from './channels.ts';
import { callOff, fetchOurs, move, sell } from './guests.ts';
import { bookHere, endHere, moveHere, settleConflict } from './owners.ts';
import { hiddenSale } from './races.ts';
import { begin, landOne, wait, work } from './work.ts';
import type { World } from './world.ts';

const WEIGHTED: readonly (readonly [number, Action])[] = [
  [9, sell],
  [3, move],
  [4, callOff('booking')],
  [2, callOff('block')],
  [10, fetchOurs],
  [6, bookHere],
  [4, endHere],
  [2, moveHere],
  [2, settleConflict],
  [2, hiddenSale],
  [3, syncByHand],
  [1, pause],
  [1, unfollow],
  [2, follow],
  [1, rotate],
  [4, work],
  [3, begin],
  [4, landOne],
  [14, wait('minutes', 1, 30)],
  [4, wait('hours', 1, 9)],
  [1, wait('hours', 12, 40)],
];
const TOTAL = WEIGHTED.reduce((sum, [weight]) => sum + weight, 0);

function choose(at: number): Action {
  let left = at;
  for (const [weight, action] of WEIGHTED) {
    left -= weight;
    if (left < 0) return action;
  }
  return work;
}

/** One thing happens. */
export async function act(world: World): Promise<Did> {
  for (let tries = 0; tries < 100; tries++) {
    const did = await choose(world.random.next() * TOTAL)(world);
    if (did) return did;
  }
  return { said: 'nothing' };
}
