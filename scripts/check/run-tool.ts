import { spawn } from 'node:child_process';

export type ToolOutcome = { readonly ok: boolean; readonly output: string; readonly stdout: string };

/** Runs a Node program of node_modules with our own Node and answers what it said. */
export function runTool(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ToolOutcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`node_modules/${program}`, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', (error) => resolve({ ok: false, output: error.message, stdout }));
    child.once('close', (code) => resolve({ ok: code === 0, output: `${stdout}${stderr}`.trim(), stdout }));
  });
}
