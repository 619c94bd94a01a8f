/** `npm run sync:calendars [-- --all]`: one pass over the calendars that are due (or over all), for plain cron. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readEnv } from '#lib/env.ts';
import { createLogger } from '#lib/platform/log.ts';
import { build } from '#lib/runtime/runtime.ts';
import {
  CommandError,
  findSecrets,
  isEmbedded,
  readArguments,
  runCommand,
  withDatabase,
} from './commands/operator.ts';
import { syncPass } from './commands/sync-pass.ts';
import { DATA } from './world/settings.ts';

const DemoSchema = z.object({ appUrl: z.url(), sandboxUrl: z.url() });

/** The demo's app is told these by the demo; a pass over its calendars needs them too. */
function demoSettings(): Record<string, string> {
  const file = `${DATA}/demo.json`;
  if (!isEmbedded() || !existsSync(file)) return {};
  const { appUrl, sandboxUrl } = DemoSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { port } = new URL(sandboxUrl);
  return { APP_URL: appUrl, OUTBOUND_ALLOW: `localhost:${port},127.0.0.1:${port}` };
}

async function sync(): Promise<number> {
  const { has } = readArguments(process.argv.slice(2), ['--all'], 'npm run sync:calendars [-- --all]');
  return withDatabase(async (url) => {
    const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value));
    const read = readEnv({ ...demoSettings(), ...findSecrets(), ...given, DATABASE_URL: url });
    if ('problems' in read) {
      throw new CommandError(`In the environment:\n${read.problems.map((line) => `  - ${line}`).join('\n')}`);
    }
    // What people read goes to one stream, the log to the other.
    const log = createLogger(read.env.LOG_LEVEL === 'info' ? 'warn' : read.env.LOG_LEVEL, {
      write: (line) => void process.stderr.write(line),
    });
    const world = await build(read.env, { log });
    try {
      const { failed } = await syncPass(world, { all: has('--all'), print: (line) => console.log(line) });
      return failed > 0 ? 1 : 0;
    } finally {
      await world.pool.close();
    }
  });
}

await runCommand(sync);
