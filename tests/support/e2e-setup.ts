import { mkdirSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { ensureBrowser } from '#scripts/test/browser.ts';
import { startE2eWorld } from '#scripts/test/e2e-world.ts';
import { isBuilt } from '#scripts/world/build-app.ts';
import type { Seeded } from '#scripts/world/seed.ts';
import { createTestDatabase } from './database.ts';
import startPostgres from './global-setup.ts';

export type ProvidedWorld = Seeded & {
  readonly appUrl: string;
  readonly sandboxUrl: string;
  readonly databaseUrl: string;
  readonly encryptionKeys: string;
  readonly chromiumPath: string;
};

declare module 'vitest' {
  export interface ProvidedContext {
    world: ProvidedWorld;
  }
}

const LOGS = '.cache/logs';

/** Starts the world the journeys share; they get it by `inject('world')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!isBuilt())
    throw new Error('The browser tests drive the built app: run `npm run build` first, or `npm test`.');
  mkdirSync(LOGS, { recursive: true });
  const chromiumPath = ensureBrowser();
  const stopPostgres = await startPostgres();
  const database = await createTestDatabase();
  const { stop, ...world } = await startE2eWorld(database.url, LOGS);
  project.provide('world', { ...world, chromiumPath });
  return async () => {
    await stop();
    await database.drop();
    await stopPostgres();
  };
}
