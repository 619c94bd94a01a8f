/** A process of its own that works what is due once: for tests that kill it. Its environment is the whole of its input. */
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { runtime } from '#lib/runtime/runtime.ts';

const world = await runtime();
await tick(world, { registry: REGISTRY });
await world.pool.close();
