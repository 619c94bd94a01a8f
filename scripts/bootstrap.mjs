/**
 * `node scripts/bootstrap.mjs scripts/x.ts [args]`: runs a script of ours on the Node that the project brings along.
 * Itself it runs on any Node from 20 on and needs nothing installed: where node_modules is missing or does not
 * match package-lock.json it runs `npm ci` first. Two at once install once: the second waits for the first.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.latchkey-stamp');
const LOCK = join(ROOT, '.cache', 'install.lock');
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const LOCK_WITHOUT_OWNER_MS = 10_000;

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function wantedStamp() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** npm keeps its own account of what it installed: someone who ran `npm install` by hand need not wait again. */
function installedByHand() {
  const account = join(MODULES, '.package-lock.json');
  if (!existsSync(account) || !existsSync(NODE)) return false;
  const installed = JSON.parse(readFileSync(account, 'utf8')).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages ?? {};
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.peer || installed[path]?.integrity === entry.integrity,
  );
}

function isInstalled() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wantedStamp()) return true;
  if (!installedByHand()) return false;
  writeFileSync(STAMP, wantedStamp());
  return true;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** True where the lock's owner is gone: it died while installing, so its half-made node_modules is replaced. */
function lockIsStale() {
  try {
    const age = Date.now() - statSync(LOCK).mtimeMs;
    const owner = join(LOCK, 'pid');
    if (!existsSync(owner)) return age > LOCK_WITHOUT_OWNER_MS;
    return !isAlive(Number(readFileSync(owner, 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

async function takeLock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (let told = false; ; await pause(300)) {
    try {
      mkdirSync(LOCK);
      writeFileSync(join(LOCK, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (lockIsStale()) {
      // A rename succeeds for one of two that see the same dead owner; the other finds it gone and queues again.
      const aside = `${LOCK}.${process.pid}`;
      try {
        renameSync(LOCK, aside);
        rmSync(aside, { recursive: true, force: true });
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
    } else if (!told) {
      console.log('Another command is installing the packages; waiting for it.');
      told = true;
    }
  }
}

/** The environment without our own node_modules/.bin: npm must not run on the Node that it is about to replace. */
function outerEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  return { ...process.env, PATH: path.join(delimiter) };
}

function runNpmCi() {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: ROOT, env: outerEnvironment(), stdio: ['ignore', 'ignore', 'inherit'] };
  const run = spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (run.error?.code !== 'ENOENT') return run;
  const cli = process.env.npm_execpath;
  if (!cli) fail('npm was not found: install Node 20 or newer together with npm, then run this again.');
  return spawnSync(process.execPath, [cli, ...args], options);
}

async function install() {
  await takeLock();
  try {
    if (isInstalled()) return;
    const start = performance.now();
    console.log('Installing packages (npm ci); the first time takes a minute or two.');
    const run = runNpmCi();
    if (run.status !== 0) {
      fail(
        `npm ci did not finish (${run.signal ?? `exit ${run.status}`}); what it said stands above. Run the command again.`,
      );
    }
    if (existsSync(NODE)) writeFileSync(STAMP, wantedStamp());
    console.log(`Packages installed in ${Math.round((performance.now() - start) / 1000)} s.`);
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

/** npm passes a SIGTERM on to its shell, which dies of it without a word to us: being orphaned is the word. */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 500);
  timer.unref();
}

/** Hands the terminal to the script, passes signals on, and ends as it ended, after its own shutdown. */
function run(script, args) {
  const path = [join(MODULES, '.bin'), process.env.PATH ?? ''].join(delimiter);
  const child = spawn(NODE, [script, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  // A terminal's Ctrl-C reaches the child too; the scripts take a repeated signal as the same one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`${NODE} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}

const [script, ...args] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Latchkey needs Node 20 or newer to start; this is ${process.version}.`);
}
if (!script) fail('usage: node scripts/bootstrap.mjs scripts/<name>.ts [arguments]');
if (!existsSync(join(ROOT, script))) fail(`There is no ${script}.`);
if (!isInstalled()) await install();
if (!existsSync(NODE)) {
  fail(
    "Node 26 did not arrive with the packages because npm's install scripts are switched off (ignore-scripts). " +
      'Run `npm rebuild node --ignore-scripts=false` once, then this command again.',
  );
}
run(script, args);
