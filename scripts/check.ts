/** `npm run check`: format, lint, types, imports, structure. */
import { runChecks } from './check/steps.ts';

const steps = await runChecks();
process.exit(steps.every((step) => step.ok) ? 0 : 1);
