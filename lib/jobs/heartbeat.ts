import { readHealth } from '#lib/domain/runs/health.ts';
import { send } from '#lib/platform/http.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';

const PATIENCE_MS = 5_000;

/**
 * Calls HEARTBEAT_URL while work is done in time by the bell that was chosen. Called by work itself, so that a bell that
 * does not ring, a database that is away and a process that hangs all look alike from there: silence, and whatever
 * watches the address raises the alarm. Never throws: who watches it notices its own failure too.
 * @returns whether it was called
 */
export async function heartbeat(world: Runtime): Promise<boolean> {
  const address = world.env.HEARTBEAT_URL;
  if (!address) return false;
  const health = await readHealth(world);
  if (health.status !== 'ok') {
    world.log.warn({ health: health.status }, 'the heartbeat is withheld');
    return false;
  }
  try {
    const url = new URL(address);
    const { status } = await send({
      url,
      method: 'GET',
      limits: { totalMs: PATIENCE_MS, maxBytes: 100_000 },
    });
    if (status >= 400) world.log.warn({ status }, 'whoever watches the heartbeat refused it');
    return true;
  } catch (error) {
    world.log.warn({ err: error }, 'the heartbeat could not be sent');
    return false;
  }
}
