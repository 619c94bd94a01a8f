import { mkdirSync } from 'node:fs';
import postgres from 'postgres';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { freePort } from '../test/e2e-world.ts';
import { startApp } from '../world/app-process.ts';
import type { Child } from '../world/children.ts';
import { untilAnswers } from '../world/ready.ts';
import { DATA, newSecrets, portFrom } from '../world/settings.ts';

const PG_PORT = 54_331;
const LOG = `${DATA}/measure-app.log`;

export type MeasureServer = {
  /** A migrated database with nothing in it; one of that name is thrown away. @returns its address */
  readonly fresh: (name: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** A Postgres for measuring only, apart from the demo's and the tests'. */
export async function startMeasureServer(): Promise<MeasureServer> {
  const port = portFrom('PGPORT');
  const server = await startEmbedded({
    dataDir: `${DATA}/measure-postgres`,
    port: port ?? PG_PORT,
    portIsFixed: port !== undefined,
    durable: false,
    database: 'latchkey_measure',
  });
  const fresh = async (name: string) => {
    const sql = postgres(server.url, { max: 1, onnotice: () => {} });
    try {
      await sql`drop database if exists ${sql(name)} with (force)`;
      await sql`create database ${sql(name)}`;
    } finally {
      await sql.end({ timeout: 5 });
    }
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    await migrate(url.href);
    return url.href;
  };
  return { fresh, stop: async () => (server.adopted ? undefined : server.stop()) };
}

export type MeasuredApp = {
  readonly appUrl: string;
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

/** The app over a database, on PORT or a free one. Nothing listens where its channels would be: it has none to ask. */
export async function startMeasuredApp(
  databaseUrl: string,
  mode: 'production' | 'development' = 'production',
): Promise<MeasuredApp> {
  const port = portFrom('PORT') ?? (await freePort());
  const appUrl = `http://localhost:${port}`;
  mkdirSync(DATA, { recursive: true });
  const app: Child = startApp({
    mode,
    port,
    appUrl,
    databaseUrl,
    sandboxPort: await freePort(),
    secrets: newSecrets(),
    logFile: mode === 'production' ? LOG : undefined,
  });
  try {
    await untilAnswers(`${appUrl}/sign-in`, app.ended);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return { appUrl, ended: app.ended, stop: app.stop };
}
