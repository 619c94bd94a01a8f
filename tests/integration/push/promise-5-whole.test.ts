import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Whole } from './fake-whole.ts';
import { action, Play, playing, playOut } from './play.ts';
import { type PushWorld, pushWorld } from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld({ ticks: true });
});
afterAll(() => w.world.close());

const params = playing(25, 77);

it('a call about a whole calendar never opens a sold night, and in the end the channel shows our truth', {
  timeout: 60_000 + params.numRuns * 10_000,
}, async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.boolean(),
      fc.record<Whole>({
        closes: fc.constantFrom('replace', 'merge'),
        conflicts: fc.constantFrom('told', 'untold'),
      }),
      fc.array(action, { minLength: 10, maxLength: 40, size: 'max' }),
      async (hasHouse, isRead, whole, actions) => {
        runs += 1;
        w.clock.set('2026-05-01T08:00:00Z');
        const play = new Play(w, await w.world.org());
        await play.openWhole(hasHouse, isRead, whole);
        await playOut(play, actions);
      },
    ),
    params,
  );
  expect(runs).toBeGreaterThanOrEqual(params.numRuns);
});
