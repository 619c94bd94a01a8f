/** A process of its own for one or several worlds: `npm run sim` starts it. */
import { parseArgs } from 'node:util';
import startPostgres from '#tests/support/global-setup.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    steps: { type: 'string', default: '400' },
    seeds: { type: 'string', default: '1' },
    log: { type: 'boolean', default: false },
  },
});
const number = (text: string | undefined, name: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number, not ${JSON.stringify(text)}`);
  process.exit(2);
};
const first =
  values.seed === undefined
    ? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
    : number(values.seed, 'seed');
const steps = number(values.steps, 'steps');

const stopPostgres = await startPostgres();
let failed = 0;
for (let seed = first; seed < first + number(values.seeds, 'seeds'); seed++) {
  console.log(`seed ${seed}, ${steps} steps`);
  const outcome = await simulate(seed, steps);
  if (outcome.ok) continue;
  failed += 1;
  console.log(outcome.log.slice(values.log ? 0 : -60).join('\n'));
  console.log(`\nBROKEN at step ${outcome.step}: ${outcome.promise}`);
  console.log(`again with: npm run sim -- --seed ${seed} --steps ${steps}\n`);
}
console.log(failed === 0 ? 'every promise held' : `${failed} worlds broke a promise`);
await stopPostgres();
process.exit(failed === 0 ? 0 : 1);
