import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const CLI = 'node_modules/playwright-core/cli.js';
const INSTALL_MS = 600_000;

/**
 * A Chromium to drive: CHROMIUM_PATH, an installed one, else one that is installed now with the means at hand.
 * Throws a sentence where none of it works.
 */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found) return found;
  console.log('No Chromium or Chrome is installed; getting one.');
  const tried: string[] = [];
  for (const [command, args] of ways()) {
    const run = spawnSync(command, args, { encoding: 'utf8', timeout: INSTALL_MS, env: withoutPrompts() });
    const installed = findBrowser();
    if (installed) return installed;
    tried.push(
      `${[command, ...args].slice(0, 4).join(' ')}: ${lastLine(run.stderr) || run.error?.message || 'no browser came of it'}`,
    );
  }
  throw new Error(
    `The browser tests need Chromium. Install it, or set CHROMIUM_PATH. Tried:\n  ${tried.join('\n  ')}`,
  );
}

function findBrowser(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  for (const name of NAMES) {
    const which = spawnSync('which', [name], { encoding: 'utf8' });
    if (which.status === 0) return which.stdout.trim();
  }
  return [...ELSEWHERE, playwrightsOwn()].find((path) => path !== null && existsSync(path)) ?? null;
}

function playwrightsOwn(): string | null {
  try {
    return chromium.executablePath();
  } catch {
    return null; // it knows no build for this system
  }
}

/** Playwright's own build, and where we are root the system's packages: those of the former's libraries, or a browser. */
function ways(): [string, string[]][] {
  const isRoot = process.getuid?.() === 0;
  const own: [string, string[]] = [
    process.execPath,
    [CLI, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium'],
  ];
  if (!isRoot) return [own];
  return [
    own,
    ['sh', ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium']],
  ];
}

function withoutPrompts(): NodeJS.ProcessEnv {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
}

const lastLine = (text: string | null) => text?.trim().split('\n').at(-1) ?? '';
