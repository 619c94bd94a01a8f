import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { action, Play, playing, playOut } from './play.ts';
import { type PushWorld, pushWorld } from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

const params = playing(25, 4242);

it('a push never opens a sold night, and in the end every channel shows our truth', {
  timeout: 60_000 + params.numRuns * 10_000,
}, async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.array(action, { minLength: 10, maxLength: 40, size: 'max' }),
      async (hasHouse, poolOf, isRead, actions) => {
        runs += 1;
        w.clock.set('2026-05-01T08:00:00Z');
        const play = new Play(w, await w.world.org());
        await play.open(hasHouse, poolOf, isRead);
        await playOut(play, actions);
      },
    ),
    params,
  );
  expect(runs).toBeGreaterThanOrEqual(params.numRuns);
});
