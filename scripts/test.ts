/**
 * `npm test`: checks, unit and integration tests on a real Postgres, the calendar tests again in three other time zones,
 * and the built app by HTTP and in a browser. Its last line counts them all.
 */
import { spawnSync } from 'node:child_process';
import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { runChecks } from './check/steps.ts';
import { ensureBrowser } from './test/browser.ts';
import { type Counts, runVitest } from './test/vitest-run.ts';
import { buildApp } from './world/build-app.ts';
import { portFrom } from './world/settings.ts';

/** Where everything runs, and where what has to do with nights runs again. */
const ZONE = 'UTC';
const OTHER_ZONES = ['Europe/Moscow', 'America/Los_Angeles', 'Pacific/Apia'];
/** Parts of paths: whatever reads, writes or counts nights. */
const CALENDAR_TESTS = ['ical', 'calendar', 'feed', 'nights', 'availability'];
const CLIENTS = 'tests/support/real-clients.ts';

async function runAll(): Promise<Counts[]> {
  const counts: Counts[] = (await runChecks()).map(({ ok }) => one(ok));
  // Installs what the tests with real clients need, where that is possible; it says what it did.
  spawnSync(process.execPath, [CLIENTS], { stdio: 'inherit' });
  counts.push(await runVitest({ name: 'unit and integration', env: { TZ: ZONE } }));
  for (const zone of OTHER_ZONES) {
    counts.push(await runVitest({ name: `calendars in ${zone}`, args: CALENDAR_TESTS, env: { TZ: zone } }));
  }
  counts.push(await runJourneys());
  return counts;
}

/** A build or a browser that cannot be had is a failure, told in its own words. */
async function runJourneys(): Promise<Counts> {
  try {
    const chromium = ensureBrowser();
    await buildApp();
    const args = ['--config', 'vitest.e2e.config.ts'];
    return await runVitest({
      name: 'the built app, by HTTP and in a browser',
      args,
      env: { CHROMIUM_PATH: chromium },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return one(false);
  }
}

function one(ok: boolean): Counts {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

// Held here, so that the runs below adopt one server instead of starting six.
const server = await startEmbedded(testCluster(portFrom('TEST_PGPORT')));
const counts = await runAll();
if (!server.adopted && !process.env.LATCHKEY_KEEP_TEST_PG) await server.stop();
const sum = (key: keyof Counts) => counts.reduce((total, part) => total + part[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exit(sum('failed') === 0 ? 0 : 1);
