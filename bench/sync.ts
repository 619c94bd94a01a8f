import { RATE, SECONDS, UNITS, underLoad, withWorld } from './push-load.ts';
import { channelsOf, fill, HOSTS, startSandbox } from './push-sandbox.ts';
import { row } from './row.ts';

/*
 * As `push.ts`, with the adapters as they are, over HTTP to the simulators of three channels, which keep the limits of
 * calls that the channels are known to have: 200 units of ten hosts. The simulators share the machine.
 */

export async function run() {
  const sandbox = await startSandbox();
  const calls = { count: 0 };
  try {
    return await withWorld(channelsOf(sandbox.url, calls), async (world) => {
      const placeOf = await fill(world.ctx, sandbox);
      const times = await underLoad(world, placeOf, () => {
        calls.count = 0;
      });
      const each = Math.round((calls.count / (RATE * SECONDS)) * 100) / 100;
      const where = `${RATE}/s on ${UNITS} units of ${HOSTS} hosts, three simulators`;
      return [
        row(
          `sync: heard to the first other channel told, ${where}`,
          times.map(([one]) => one),
        ),
        row(
          `sync: heard to the last channel told (${each} calls a booking)`,
          times.map(([, last]) => last),
        ),
      ];
    });
  } finally {
    sandbox.close();
  }
}

if (import.meta.main) {
  console.table(await run());
  process.exit(0);
}
