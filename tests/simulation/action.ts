import { addNights, type NightRange, overlaps } from '#lib/kernel/nights.ts';
import { ownNights } from './platform.ts';
import { todayOf, unitOf, type World } from './world.ts';

/** What an action did, in words, and whose rows it may have touched (all, where none is named). */
export type Did = { readonly said: string; readonly org?: number };
export type Action = (world: World) => Promise<Did | null>;

const FIRST_NIGHTS = 40;

export function someNights(world: World): NightRange {
  const checkIn = addNights(todayOf(world), world.random.int(0, FIRST_NIGHTS));
  return { checkIn, checkOut: addNights(checkIn, world.random.int(1, 5)) };
}

export const words = (nights: NightRange) => `${nights.checkIn}..${nights.checkOut}`;

/** Whether more than one has these nights of the unit. */
export function isContested(world: World, unitId: string, nights: NightRange): boolean {
  const { org, related } = unitOf(world, unitId);
  const theirs = world.platforms
    .filter((one) => one.unitId && related.includes(one.unitId))
    .flatMap(ownNights);
  const ours = (world.owned[org] ?? [])
    .filter((own) => related.includes(own.unitId))
    .map((own) => own.nights);
  return [...theirs, ...ours].filter((other) => overlaps(other, nights)).length > 1;
}
