import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const RESULTS = '.cache/test-results';

const ReportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
});

export type VitestRun = {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/**
 * One run of vitest, its output passed through, its tests counted. A file that breaks before its first test, and a
 * run that ends without a report, count as one failure: what did not run did not pass.
 */
export async function runVitest({ name, args = [], env = {} }: VitestRun): Promise<Counts> {
  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}/${name.replace(/\W+/g, '-')}.json`;
  rmSync(file, { force: true });
  console.log(`\n${name}`);
  const code = await spawned(
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
    env,
  );
  const report = readReport(file);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const counted = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const failedUncounted = (code !== 0 || !report.success) && counted.failed === 0;
  return failedUncounted ? { ...counted, failed: 1 } : counted;
}

function spawned(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
}

function readReport(file: string): z.infer<typeof ReportSchema> | null {
  try {
    return ReportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
