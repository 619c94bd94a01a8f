import { deleteCalendar } from '#lib/domain/calendars/delete-calendar.ts';
import { syncNow } from '#lib/domain/calendars/sync-now.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import { updateSubscriber } from '#lib/domain/feeds/update-subscriber.ts';
import type { Action } from './action.ts';
import { fetchOursBy } from './guests.ts';
import { byHand } from './owners.ts';
import type { Platform } from './platform.ts';
import { followPlatform, ownerOf, tokenOf, type World } from './world.ts';

/* Here: calendars that are followed, and links that are handed out. */

export function someFollowed(world: World): Platform | null {
  const followed = world.platforms.filter((platform) => platform.calendarId);
  return followed.length > 0 ? world.random.pick(followed) : null;
}

export const syncByHand: Action = async (world) => {
  const platform = someFollowed(world);
  if (!platform?.calendarId) return null;
  const { calendarId } = platform;
  const run = await byHand(world, platform.org, (ctx) =>
    syncNow(ctx, platform.unitId ?? platform.propertyId, calendarId),
  );
  return {
    said: `owner syncs ${platform.name}: ${run === 'crashed' || !run ? run : run.status}`,
    org: platform.org,
  };
};

export const pause: Action = async (world) => {
  const platform = someFollowed(world);
  if (!platform) return null;
  await setPaused(world, platform, !platform.isPaused);
  return { said: `${platform.name} is ${platform.isPaused ? 'paused' : 'resumed'}`, org: platform.org };
};

export async function setPaused(world: World, platform: Platform, isPaused: boolean): Promise<void> {
  if (!platform.calendarId) return;
  const subject = platform.unitId ?? platform.propertyId;
  await updateCalendar(ownerOf(world, platform.org), subject, platform.calendarId, { isActive: !isPaused });
  platform.isPaused = isPaused;
}

export const unfollow: Action = async (world) => {
  const platform = someFollowed(world);
  if (!platform?.calendarId || !world.random.chance(0.3)) return null;
  await deleteCalendar(
    ownerOf(world, platform.org),
    platform.unitId ?? platform.propertyId,
    platform.calendarId,
    [],
  );
  platform.calendarId = null;
  platform.isPaused = false;
  for (const item of platform.items) item.isTold = false;
  return { said: `${platform.name} is followed no more`, org: platform.org };
};

export const follow: Action = async (world) => {
  const left = world.platforms.filter((platform) => !platform.calendarId);
  if (left.length === 0) return null;
  const platform = world.random.pick(left);
  await followPlatform(world, platform);
  // Its host pastes the new link there in place of the old one, and platforms read a new link at once.
  await fetchOursBy(world, platform);
  return { said: `${platform.name} is followed again`, org: platform.org };
};

export const rotate: Action = async (world) => {
  const linked = world.platforms.filter((platform) => platform.link);
  if (linked.length === 0) return null;
  const platform = world.random.pick(linked);
  const { link, unitId } = platform;
  if (!link || !unitId) return null;
  const rotated = await updateSubscriber(ownerOf(world, platform.org), unitId, link.subscriberId, {
    rotate: true,
  });
  const isPasted = world.random.chance(0.7);
  if (isPasted) platform.link = { ...link, token: tokenOf(rotated.url) };
  return { said: `link of ${platform.name} rotated${isPasted ? ' and pasted' : ''}`, org: platform.org };
};
