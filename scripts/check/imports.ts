import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Finding } from './report.ts';
import { runTool } from './run-tool.ts';
import { sourceFiles } from './source-files.ts';

const FOLDERS = ['app', 'components', 'lib', 'db', 'sandbox', 'bench', 'scripts', 'tests'];
const RULES = 'tests/architecture/import-rules.cjs';

const ReportSchema = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** The import rules; and that the tool really saw our files, for one that sees nothing finds nothing wrong. */
export async function checkImports(): Promise<Finding[]> {
  const folders = FOLDERS.filter((folder) => existsSync(folder));
  const run = await runTool('dependency-cruiser/bin/dependency-cruiser.mjs', [
    ...folders,
    ...['--config', RULES, '--output-type', 'json'],
  ]);
  const parsed = ReportSchema.safeParse(readJson(run.stdout));
  if (!parsed.success) return [{ path: RULES, problem: `dependency-cruiser did not report:\n${run.output}` }];
  const seen = new Set(parsed.data.modules.map((module) => module.source));
  const unseen = sourceFiles()
    .filter((path) => /^[a-z]+\/.*(?<!\.test)\.tsx?$/.test(path) && !seen.has(path))
    .map((path) => ({ path, problem: 'was not seen by the import check' }));
  const broken = parsed.data.summary.violations.map(({ from, to, rule }) => ({
    path: from,
    problem: `may not import ${to} (${rule.name})`,
  }));
  return [...broken, ...unseen];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
