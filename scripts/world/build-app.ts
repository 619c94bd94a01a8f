import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '#db/embedded/lock.ts';
import { lastWords } from './children.ts';

const STAMP = '.next/latchkey-stamp';
const LOG = '.data/build.log';
const NEXT = 'node_modules/next/dist/bin/next';
const SOURCES = [
  '{app,components,lib,messages,public,styles}/**/*',
  'db/{*.ts,schema/**/*}',
  '*.{ts,mjs,json}',
];
const NOT_BUILT =
  /\.test\.tsx?$|^next-env\.d\.ts$|\.tsbuildinfo$|^(vitest|drizzle)\.|^biome\.json$|^tsconfig\.check\.json$/;

/** Changes with anything the build reads, and with nothing else. */
export function sourceHash(): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(SOURCES, { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const name = path.startsWith(process.cwd()) ? path.slice(process.cwd().length + 1) : path;
    if (!NOT_BUILT.test(name)) hash.update(name).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

export function isBuilt(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourceHash();
}

/**
 * Builds the app unless the last build was of these very sources. Two at once build once. Throws with the last lines
 * of the build's log; a build cut short leaves no stamp and is made again.
 * @param onChild is handed what to kill should we be told to end meanwhile
 */
export async function buildApp(onChild: (kill: () => void) => void = () => {}): Promise<void> {
  if (isBuilt()) return;
  await withLock('.cache/build.lock', async () => {
    const hash = sourceHash();
    if (isBuilt()) return;
    console.log('Building the app; this takes a minute, and is skipped until something changes.');
    const start = performance.now();
    rmSync(STAMP, { force: true });
    mkdirSync('.data', { recursive: true });
    const outcome = await runNextBuild(onChild);
    if (outcome !== 0)
      throw new Error(`The build failed (${outcome}). Its last lines, from ${LOG}:\n${lastWords(LOG)}`);
    writeFileSync(STAMP, hash);
    console.log(`Built in ${Math.round((performance.now() - start) / 1000)} s.`);
  });
}

function runNextBuild(onChild: (kill: () => void) => void): Promise<number | string> {
  const log = openSync(LOG, 'w', 0o600);
  const child = spawn(process.execPath, [NEXT, 'build'], {
    stdio: ['ignore', log, log],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  onChild(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'ended'));
  });
}
