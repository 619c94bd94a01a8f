import { createServer } from 'node:net';
import { migrate } from '#db/migrate.ts';
import { startApp, startSandbox } from '../world/app-process.ts';
import { untilAnswers } from '../world/ready.ts';
import { runSeed, type Seeded } from '../world/seed.ts';
import { newSecrets } from '../world/settings.ts';

export type E2eWorld = Seeded & {
  readonly appUrl: string;
  readonly sandboxUrl: string;
  readonly databaseUrl: string;
  /** What the app seals with: a test that writes rows itself seals so too. */
  readonly encryptionKeys: string;
  readonly stop: () => Promise<void>;
};

/** The demo's world on free ports and a database of its own: the built app, a sandbox, the demo's seed. */
export async function startE2eWorld(databaseUrl: string, logFolder: string): Promise<E2eWorld> {
  await migrate(databaseUrl);
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const [appUrl, sandboxUrl] = [`http://localhost:${port}`, `http://localhost:${sandboxPort}`];
  const secrets = newSecrets();
  const sandbox = startSandbox(sandboxPort, { appUrl, logFile: `${logFolder}/e2e-sandbox.log` });
  const app = startApp({
    mode: 'production',
    port,
    appUrl,
    databaseUrl,
    sandboxPort,
    secrets,
    logFile: `${logFolder}/e2e-app.log`,
  });
  const stop = async () => {
    await Promise.all([app.stop(), sandbox.stop()]);
  };
  try {
    await Promise.all([untilAnswers(sandboxUrl, sandbox.ended), untilAnswers(`${appUrl}/`, app.ended)]);
    const places = { appUrl, sandboxUrl, databaseUrl };
    const seeded = await runSeed(places, null);
    return { ...places, ...seeded, encryptionKeys: secrets.ENCRYPTION_KEYS, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One that was free a moment ago: good enough on loopback, and two runs at once do not meet. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
