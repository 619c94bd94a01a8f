/** `npm run demo [-- --reset]`: everything set up and running, with a portfolio to look at. */
import { runWorld } from './world/run-world.ts';

await runWorld('demo', 'production', process.argv.slice(2));
