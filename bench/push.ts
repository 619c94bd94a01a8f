import { RATE, SECONDS, UNITS, underLoad, withWorld } from './push-load.ts';
import { ANSWER_MS, calls, fakeChannel, fill } from './push-world.ts';
import { row } from './row.ts';

/*
 * From our hearing of a booking on one channel to the last of the others being told. In one process, over real Postgres;
 * the channels answer after 20 ms, one takes many listings in a call and two take one.
 */

export async function run() {
  const channels = {
    airbnb: fakeChannel('airbnb'),
    booking: fakeChannel('booking'),
    avito: fakeChannel('avito'),
  };
  return withWorld(channels, async (world) => {
    const placeOf = await fill(world.ctx);
    const times = await underLoad(world, placeOf, () => {
      calls.count = 0;
    });
    const each = Math.round((calls.count / (RATE * SECONDS)) * 100) / 100;
    return [
      row(
        `push: heard to the first other channel told, ${RATE}/s on ${UNITS} units`,
        times.map(([one]) => one),
      ),
      row(
        `push: heard to the last channel told (${each} calls a booking, ${ANSWER_MS} ms each)`,
        times.map(([, last]) => last),
      ),
    ];
  });
}

if (import.meta.main) {
  console.table(await run());
  process.exit(0);
}
