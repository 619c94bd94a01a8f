import { addNights, type NightRange } from '#lib/kernel/nights.ts';
import { todayOf, type World } from './world.ts';

/** What an action did, in words, and whose rows it may have touched (all, where none is named). */
export type Did = { readonly said: string; readonly org?: number };
export type Action = (world: World) => Promise<Did | null>;

const FIRST_NIGHTS = 40;

export function someNights(world: World): NightRange {
  const checkIn = addNights(todayOf(world), world.random.int(0, FIRST_NIGHTS));
  return { checkIn, checkOut: addNights(checkIn, world.random.int(1, 5)) };
}

export const words = (nights: NightRange) => `${nights.checkIn}..${nights.checkOut}`;
