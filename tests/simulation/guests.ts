import type { NightRange } from '#lib/kernel/nights.ts';
import { type Action, isContested, someNights, words } from './action.ts';
import { uidOf } from './outside.ts';
import { believesFree, change, fetchOf, type Item, ownNights, type Platform, takeIn } from './platform.ts';
import { readFeedNights } from './reader.ts';
import { newGuest, todayOf, unitsOf, type World } from './world.ts';

/* At the platforms: guests, hosts, and the platforms' own reading of our feeds. */

export const sell: Action = async (world) => {
  const platform = world.random.pick(world.platforms);
  const what = platform.dialect !== 'google' && world.random.chance(0.8) ? 'booking' : 'block';
  const wanted = world.random.chance(0.35) ? takenElsewhere(world, platform) : null;
  const nights = wanted ?? someNights(world);
  if (what === 'booking' && !believesFree(platform, nights)) return null;
  if (what === 'block' && platform.items.some((one) => one.isActive && words(one.nights) === words(nights)))
    return null;
  const item = addItem(world, platform, what, nights);
  const said = `${platform.name}: ${what} ${item.id} ${words(nights)}`;
  if (!wanted || world.random.chance(0.5)) return { said, org: platform.org };
  // It hears of the other before we hear of this one: from now on it shows what a copy would show.
  world.clock.advance({ seconds: 1 });
  return { said: `${said}, then it fetches: ${await fetchOursBy(world, platform)}`, org: platform.org };
};

export function addItem(world: World, platform: Platform, what: Item['what'], nights: NightRange): Item {
  const number = platform.items.length + 1;
  const item: Item = {
    id: `${platform.name}#${number}`,
    what,
    nights,
    uid: uidOf(world, platform.name),
    code:
      platform.dialect === 'airbnb' && what === 'booking'
        ? `HM${platform.name.toUpperCase()}X${number}`.replace(/[^A-Z0-9]/g, '').slice(0, 16)
        : null,
    guest: newGuest(world),
    isActive: true,
    changedAt: world.clock.now(),
    isTold: false,
    history: [nights],
    // A host may close nights that were closed by us already.
    fetches: fetchOf(platform, nights),
    doubt: 'none',
  };
  platform.items.push(item);
  return item;
}

/** Nights that somebody else has taken there: guests want the same weekends, and the platform may not have heard yet. */
function takenElsewhere(world: World, platform: Platform): NightRange | null {
  const near = unitsOf(world, platform).flatMap((unit) => unit.related);
  const theirs = world.platforms
    .filter((other) => other !== platform && other.unitId !== null && near.includes(other.unitId))
    .flatMap(ownNights);
  const ours = (world.owned[platform.org] ?? [])
    .filter((own) => near.includes(own.unitId))
    .map((own) => own.nights);
  const free = [...theirs, ...ours].filter(
    (nights) => nights.checkIn > todayOf(world) && believesFree(platform, nights),
  );
  return free.length > 0 ? world.random.pick(free) : null;
}

function someItem(world: World, what: Item['what']): { platform: Platform; item: Item } | null {
  const all = world.platforms.flatMap((platform) =>
    platform.items
      .filter((item) => item.isActive && item.what === what && item.nights.checkIn > todayOf(world))
      .map((item) => ({ platform, item })),
  );
  // Where two have the same nights one of them usually ends.
  const contested = all.filter(
    ({ platform, item }) => platform.unitId && isContested(world, platform.unitId, item.nights),
  );
  const from = contested.length > 0 && world.random.chance(0.5) ? contested : all;
  return from.length > 0 ? world.random.pick(from) : null;
}

export const move: Action = async (world) => {
  const found = someItem(world, 'booking');
  const nights = someNights(world);
  if (!found || !believesFree(found.platform, nights, found.item)) return null;
  change(found.item, { nights }, world.clock.now());
  return { said: `${found.item.id} moves to ${words(nights)}`, org: found.platform.org };
};

export const callOff =
  (what: Item['what']): Action =>
  async (world) => {
    const found = someItem(world, what);
    if (!found) return null;
    change(found.item, { isActive: false }, world.clock.now());
    return { said: `${found.item.id} ${words(found.item.nights)} is called off`, org: found.platform.org };
  };

export const fetchOurs: Action = async (world) => {
  const following = world.platforms.filter((platform) => platform.link);
  if (following.length === 0) return null;
  const platform = world.random.pick(following);
  return {
    said: `${platform.name} fetches our feed: ${await fetchOursBy(world, platform)}`,
    org: platform.org,
  };
};

export async function fetchOursBy(world: World, platform: Platform): Promise<string> {
  if (!platform.link || !platform.unitId) return 'it has no link';
  const told = await readFeedNights(world, {
    id: platform.unitId,
    token: platform.link.token,
    etag: platform.etag,
    who: platform.link.subscriberId,
  });
  if (told === null) return 'refused';
  if (told === 'unchanged') return 'as before';
  platform.etag = told.etag;
  takeIn(platform, told.nights, world.clock.now());
  return `${platform.imports.map(words).join(' ') || 'nothing'} (${told.etag.split('.')[0]})`;
}
