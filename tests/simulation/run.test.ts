import { describe, expect, it } from 'vitest';
import { FOUND } from './seeds.ts';
import { simulate } from './simulate.ts';

/** Slower machines, and others at work on this one. */
const TIMEOUT_MS = 180_000;

async function expectEveryPromiseHeld(seed: number, steps: number): Promise<void> {
  const outcome = await simulate(seed, steps);
  const told = outcome.ok
    ? ''
    : `${outcome.log.slice(-40).join('\n')}\nstep ${outcome.step}: ${outcome.promise}`;
  expect(outcome.ok, `${told}\nagain with: npm run sim -- --seed ${seed} --steps ${steps} --log`).toBe(true);
}

describe('every promise holds after every step, and in the end every calendar shows the one truth', () => {
  it('in a world of 150 steps', () => expectEveryPromiseHeld(20_261_121, 150), TIMEOUT_MS);

  for (const { seed, steps, found } of FOUND)
    it(`in world ${seed}, which found ${found}`, () => expectEveryPromiseHeld(seed, steps), TIMEOUT_MS);
});
