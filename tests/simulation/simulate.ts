import { sql } from 'drizzle-orm';
import type { NightRange } from '#lib/kernel/nights.ts';
import { act } from './actions.ts';
import { BrokenPromise } from './broken.ts';
import { checkAll, newMemory } from './checks.ts';
import { close } from './closing.ts';
import { seedTheMachine } from './random.ts';
import { buildWorld, type World } from './world.ts';

export type Outcome =
  | { readonly ok: true; readonly steps: number }
  | { readonly ok: false; readonly step: number; readonly promise: string; readonly log: readonly string[] };

/** What stands where a promise broke: the model's side and ours. */
async function picture(world: World): Promise<string[]> {
  const words = (nights: NightRange) => `${nights.checkIn}..${nights.checkOut}`;
  const items = world.platforms.flatMap((one) => [
    `${one.name} on ${one.unitId ?? one.propertyId} ${one.calendarId} imports ${one.imports.map(words).join(' ')}`,
    ...one.items
      .filter((item) => item.isActive)
      .map(
        (item) => `  ${item.id} ${item.what} ${words(item.nights)} told ${item.isTold} doubt ${item.doubt}`,
      ),
  ]);
  const rows = await world.base.db.execute<{ line: string }>(sql`
    select concat_ws(' ', 'event', e.id, c.name, e.kind, e.check_in, e.check_out, e.judgement, 'of', e.echo_of,
      'stay', e.stay_id, 'seen', e.first_seen_at, 'missed', e.missed_polls) as line
    from calendar_events e join external_calendars c on c.id = e.calendar_id where e.kind <> 'window_tail'
    union all select concat_ws(' ', 'stay', s.id, r.channel, r.external_id, r.followed, 'on', s.unit_id, s.check_in, s.check_out,
      'since', s.since_version) from stays s join reservations r on r.id = s.reservation_id where s.status = 'active'
    union all select concat_ws(' ', 'conflict', id, kind, status, resolution, claim_a, claim_b, nights) from conflicts`);
  const units = world.units.map(
    (unit) => `unit ${unit.id} preparation ${unit.preparation} near ${unit.related}`,
  );
  const owned = world.owned
    .flat()
    .map((own) => `owner's ${own.what} ${own.id} on ${own.unitId} ${words(own.nights)}`);
  return ['--- what stands', ...units, ...items, ...owned, ...rows.map((row) => row.line)];
}

/** One seeded world: `steps` things happen, every promise asked after each; then faults stop and the truth must show. */
export async function simulate(seed: number, steps: number): Promise<Outcome> {
  const unseed = seedTheMachine(seed);
  const world = await buildWorld(seed);
  const memory = newMemory();
  let step = 0;
  try {
    for (step = 1; step <= steps; step++) {
      world.clock.advance({ seconds: 7 });
      const did = await act(world);
      world.log.push(`${step}. ${did.said}`);
      await checkAll(world, memory, did.org);
    }
    await close(world, memory);
    return { ok: true, steps };
  } catch (error) {
    const promise =
      error instanceof BrokenPromise ? error.message : `${error instanceof Error ? error.stack : error}`;
    return { ok: false, step, promise, log: [...world.log, ...(await picture(world))] };
  } finally {
    for (const flight of world.flights) await flight.land().catch(() => {});
    unseed();
    await world.base.end();
  }
}
