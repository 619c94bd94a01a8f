import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export type Child = {
  readonly name: string;
  readonly pid: number;
  /** How it ended, as words; settles once. */
  readonly ended: Promise<string>;
  /** Asks it to end and waits; kills it where it does not. */
  readonly stop: () => Promise<void>;
};

const STOP_MS = 12_000;
const TOLD_LINES = 25;

export type ChildOptions = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where its output goes; without one it shares our terminal. */
  readonly logFile?: string | undefined;
};

/**
 * Starts a Node process of ours in a group of its own: a terminal's Ctrl-C reaches us alone, and we end the children
 * in order. Should we die without a word, the broken channel tells them.
 */
export function startChild({ name, args, env, logFile }: ChildOptions): Child {
  const log = logFile ? openSync(logFile, 'a', 0o600) : null;
  const output = log ?? 'inherit';
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output, 'ipc'],
    detached: true,
  });
  if (log !== null) closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit ${code}`));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  };
  return { name, pid: child.pid ?? 0, ended, stop };
}

/** The last lines a child wrote, to say why it ended. */
export function lastWords(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TOLD_LINES).join('\n');
}
