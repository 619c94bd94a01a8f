/** `npm run dev [-- --reset]`: the demo's world with hot reload. */
import { runWorld } from './world/run-world.ts';

await runWorld('dev', 'development', process.argv.slice(2));
