import { syncCalendar } from '#lib/domain/calendars/sync.ts';
import { outsideOf, type Served, settleServed } from './outside.ts';
import type { Platform } from './platform.ts';
import { startProcess } from './process.ts';
import { type Flight, ownerOf, type World } from './world.ts';

/** Begins a sync and holds its answer back. Nothing flies where the sync ends before it asks. */
export async function takeOff(world: World, platform: Platform): Promise<Flight | null> {
  if (!platform.calendarId) return null;
  const served: Served[] = [];
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<'asked'>();
  const { runtime } = startProcess(world.base, outsideOf(world, served), {
    gate: () => {
      reached.resolve('asked');
      return gate.promise;
    },
  });
  const ctx = ownerOf(world, platform.org, runtime);
  const working = syncCalendar(ctx, { calendarId: platform.calendarId, trigger: 'manual' });
  const first = await Promise.race([reached.promise, working.then(() => 'ended' as const)]);
  if (first === 'ended') return null;
  return {
    platform,
    land: async () => {
      gate.resolve();
      await working;
      settleServed(served);
    },
  };
}
