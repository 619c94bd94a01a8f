/** One thing wrong in one file. */
export type Finding = { readonly path: string; readonly problem: string };

export type StepOutcome = { readonly name: string; readonly ok: boolean; readonly output: string };

/** Runs one step, tells at once how it went, and never throws: a step that breaks is a step that failed. */
export async function runStep(
  name: string,
  work: () => Promise<{ ok: boolean; output: string }>,
): Promise<StepOutcome> {
  const start = performance.now();
  const { ok, output } = await work().catch((error: unknown) => ({
    ok: false,
    output: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s`);
  if (!ok) console.log(output);
  return { name, ok, output };
}

export function fromFindings(findings: readonly Finding[]): { ok: boolean; output: string } {
  return {
    ok: findings.length === 0,
    output: findings.map(({ path, problem }) => `  ${path}: ${problem}`).join('\n'),
  };
}
