import { existsSync, writeFileSync } from 'node:fs';
import { checkImports } from './imports.ts';
import { fromFindings, runStep, type StepOutcome } from './report.ts';
import { runTool } from './run-tool.ts';
import { checkStructure } from './structure.ts';

/** What Next would write at its first build: types of images and styles. Without it a fresh clone has type errors. */
const NEXT_TYPES = '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n';

/** Every check, each counted as one test: no database, no build, seconds. */
export async function runChecks(): Promise<StepOutcome[]> {
  if (!existsSync('next-env.d.ts')) writeFileSync('next-env.d.ts', NEXT_TYPES);
  return await Promise.all([
    runStep('format and lint', () =>
      runTool('@biomejs/biome/bin/biome', ['check', '.', '--max-diagnostics=50', '--colors=off']),
    ),
    // Without what the last build wrote: that names pages which may have moved since.
    runStep('types', () =>
      runTool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.check.json', '--pretty', 'false']),
    ),
    runStep('imports', async () => fromFindings(await checkImports())),
    runStep('structure', async () => fromFindings(checkStructure())),
  ]);
}
