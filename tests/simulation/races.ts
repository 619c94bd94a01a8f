import { cancelReservation } from '#lib/domain/reservations/cancel.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { type Action, someNights, words } from './action.ts';
import { addItem, fetchOursBy } from './guests.ts';
import { believesFree } from './platform.ts';
import { workOnce } from './work.ts';
import { newGuest, ownerOf } from './world.ts';

/**
 * A platform without codes sells what the owner has just sold here, hears of the owner's before we hear of its own, and then
 * the owner's guest cancels: chance alone hardly ever brings all of that together.
 */
export const hiddenSale: Action = async (world) => {
  const platform = world.random.pick(world.platforms);
  const { unitId, link, calendarId, isPaused } = platform;
  const hasCodes = platform.dialect === 'airbnb' || platform.dialect === 'google';
  const nights = someNights(world);
  if (!unitId || !link || !calendarId || isPaused || hasCodes || !believesFree(platform, nights)) return null;
  const ctx = ownerOf(world, platform.org);
  const booked = await createReservation(ctx, { unitId, ...nights, guest: { name: newGuest(world) } }).catch(
    (error: unknown) => {
      if (error instanceof AppError) return null; // somebody has these nights already
      throw error;
    },
  );
  if (!booked) return null;
  const item = addItem(world, platform, 'booking', nights);
  const pass = (minutes: number) => world.clock.advance({ minutes });
  const said: string[] = [];
  pass(1);
  said.push(await fetchOursBy(world, platform));
  pass(16);
  said.push(await workOnce(world));
  await cancelReservation(ctx, booked.id);
  pass(1);
  said.push(await fetchOursBy(world, platform));
  for (let poll = 0; poll < 2; poll++) {
    pass(18);
    said.push(await workOnce(world));
  }
  return { said: `${item.id} ${words(nights)} hides behind ${booked.id}: ${said.join('; ')}` };
};
