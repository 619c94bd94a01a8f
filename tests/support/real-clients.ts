/**
 * Calendar clients that others wrote, to agree with our feed. Where we are root they are installed from the system's
 * packages; elsewhere the tests that need a missing one are skipped, with the reason. Run by `npm test` before the
 * tests, so that none of them waits for an installation.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { withLock } from '#db/embedded/lock.ts';

export type Client = { readonly available: true } | { readonly available: false; readonly reason: string };
export type ClientName = 'icalendar' | 'khal' | 'vdirsyncer';

/** The system's own: its packages are not seen by another Python that may come first in PATH. */
export const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const CLIENTS: Record<ClientName, { package: string; probe: readonly [string, string[]] }> = {
  icalendar: { package: 'python3-icalendar', probe: [PYTHON, ['-c', 'import icalendar']] },
  khal: { package: 'khal', probe: ['khal', ['--version']] },
  vdirsyncer: { package: 'vdirsyncer', probe: ['vdirsyncer', ['--version']] },
};
const INSTALL_MS = 300_000;

const names = Object.keys(CLIENTS) as ClientName[]; // the keys of a literal

/** What there is of them, after trying to install what is missing. Two at once install once. */
export async function ensureClients(): Promise<Record<ClientName, Client>> {
  const missing = names.filter((name) => !isThere(name));
  const reason =
    missing.length === 0 ? '' : await withLock('.cache/clients.lock', async () => install(missing));
  const state = (name: ClientName): Client =>
    isThere(name) ? { available: true } : { available: false, reason };
  return { icalendar: state('icalendar'), khal: state('khal'), vdirsyncer: state('vdirsyncer') };
}

function isThere(name: ClientName): boolean {
  const [command, args] = CLIENTS[name].probe;
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Why they are missing afterwards, if they are. */
function install(missing: readonly ClientName[]): string {
  const packages = missing.map((name) => CLIENTS[name].package);
  if (process.getuid?.() !== 0) return `not installed, and only root may: ${packages.join(', ')}`;
  if (spawnSync('which', ['apt-get'], { stdio: 'ignore' }).status !== 0)
    return 'not installed, and there is no apt-get';
  const options = {
    encoding: 'utf8',
    timeout: INSTALL_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const first = spawnSync('apt-get', args, options);
  if (first.status === 0) return '';
  // A fresh system has no package lists yet.
  spawnSync('apt-get', ['update', '-qq'], options);
  const second = spawnSync('apt-get', args, options);
  return second.status === 0
    ? ''
    : `apt-get could not install them: ${second.stderr.trim().split('\n').at(-1)}`;
}

if (import.meta.main) {
  for (const [name, client] of Object.entries(await ensureClients())) {
    console.log(client.available ? `${name} is there` : `${name} is missing: ${client.reason}`);
  }
}
