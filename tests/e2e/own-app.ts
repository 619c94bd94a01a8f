import { inject } from 'vitest';
import { freePort } from '#scripts/test/e2e-world.ts';
import { startApp } from '#scripts/world/app-process.ts';
import { untilAnswers } from '#scripts/world/ready.ts';
import { newSecrets } from '#scripts/world/settings.ts';
import { createTestDatabase } from '#tests/support/database.ts';

export type OwnApp = {
  readonly appUrl: string;
  readonly databaseUrl: string;
  readonly stop: () => Promise<void>;
};

/** The built app once more, on a database with nobody in it: what somebody finds who has just installed it. */
export async function startOwnApp(
  options: { env?: Readonly<Record<string, string>>; logFile?: string } = {},
): Promise<OwnApp> {
  const [database, port] = [await createTestDatabase(), await freePort()];
  const appUrl = `http://localhost:${port}`;
  const app = startApp({
    mode: 'production',
    port,
    appUrl,
    databaseUrl: database.url,
    sandboxPort: Number(new URL(inject('world').sandboxUrl).port),
    secrets: newSecrets(),
    logFile: options.logFile ?? '.cache/logs/e2e-own-app.log',
    extra: options.env ?? {},
  });
  const stop = async () => {
    await app.stop();
    await database.drop();
  };
  try {
    await untilAnswers(`${appUrl}/`, app.ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return { appUrl, databaseUrl: database.url, stop };
}
