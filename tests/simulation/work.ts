import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import type { Action, Did } from './action.ts';
import { someFollowed } from './channels.ts';
import { takeOff } from './flights.ts';
import { fetchOursBy } from './guests.ts';
import { outsideOf, type Served, settleServed } from './outside.ts';
import { Crash, startProcess } from './process.ts';
import type { World } from './world.ts';

/* Ticks, late answers, time. */

export const work: Action = async (world) => ({ said: `tick: ${await workOnce(world)}` });

export async function workOnce(world: World): Promise<string> {
  const fuse = world.faults && world.random.chance(0.3) ? world.random.int(0, 120) : null;
  const served: Served[] = [];
  const { runtime, life } = startProcess(world.base, outsideOf(world, served), { fuse });
  try {
    const done = await tick(runtime, { registry: REGISTRY, concurrency: 1 });
    if (done.failed > 0) throw new Error(`${done.failed} jobs failed`);
    settleServed(served);
    return `${done.worked} jobs, ${served.length} true answers`;
  } catch (error) {
    if (!life.isOver()) throw error;
    return error instanceof Crash ? 'crashed' : `crashed, told as ${error}`;
  }
}

export const begin: Action = async (world) => {
  const platform = someFollowed(world);
  const flight = platform && (await takeOff(world, platform));
  if (!platform || !flight) return null;
  world.flights.push(flight);
  return { said: `an answer of ${platform.name} is under way`, org: platform.org };
};

export async function landOne(world: World): Promise<Did | null> {
  if (world.flights.length === 0) return null;
  const [flight] = world.flights.splice(world.random.int(0, world.flights.length - 1), 1);
  if (!flight) return null;
  const { platform } = flight;
  // What it fetches while its answer is under way cannot be in the answer.
  const fetched = world.random.chance(0.3) ? await fetchOursBy(world, platform) : 'nothing';
  await flight.land();
  return { said: `${platform.name} fetched ${fetched}; an answer of before arrives`, org: platform.org };
}

export const wait =
  (unit: 'minutes' | 'hours', from: number, to: number): Action =>
  async (world) => {
    const by = world.random.int(from, to);
    world.clock.advance({ [unit]: by });
    return { said: `${by} ${unit} pass, it is ${world.clock.now()}; tick: ${await workOnce(world)}` };
  };
