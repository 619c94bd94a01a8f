import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

let listed: readonly string[] | null = null;

/** Every file that is or would be committed, relative to the root; asked of git once. */
export function projectFiles(): readonly string[] {
  if (listed) return listed;
  const told = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  if (told.status !== 0)
    throw new Error(`git could not list the project's files: ${told.stderr ?? told.error?.message}`);
  listed = told.stdout.split('\0').filter((path) => path !== '' && existsSync(path));
  return listed;
}

/** The code among them. */
export function sourceFiles(): string[] {
  return projectFiles().filter((path) => /\.(ts|tsx|mjs|cjs|css)$/.test(path));
}
