/**
 * `npm start`: production. Checks the environment first, brings the database to the newest schema, then serves.
 * Without DATABASE_URL it runs the embedded Postgres; for business a Postgres of one's own is advised.
 */
import { migrate } from '#db/migrate.ts';
import { checkedEnvironment, endOnSignal, prepareEnvironment, serve } from './serve.ts';
import { isBuilt } from './world/build-app.ts';
import { claimCheckout } from './world/claim.ts';
import { openOwnDatabase } from './world/postgres.ts';

const PLACEHOLDER = 'postgres://localhost/embedded';

async function start(): Promise<() => Promise<void>> {
  prepareEnvironment('production');
  const embedded = !process.env.DATABASE_URL;
  // The list of what is wrong comes before anything is started.
  if (embedded) process.env.DATABASE_URL = PLACEHOLDER;
  const settings = checkedEnvironment();
  if (embedded) delete process.env.DATABASE_URL;
  if (!isBuilt()) throw new Error('The app is not built, or has changed since: run `npm run build` first.');
  const release = claimCheckout('start', settings.APP_URL);
  const database = await openOwnDatabase();
  const close = async () => {
    await database.stop();
    release();
  };
  try {
    process.env.DATABASE_URL = database.url;
    await bringUpToDate(database.url);
    const serving = await serve('production');
    console.log(`ready ${serving.url}`);
    return async () => {
      await serving.close();
      await close();
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function bringUpToDate(url: string): Promise<void> {
  try {
    await migrate(url);
  } catch (error) {
    const { host, pathname } = new URL(url);
    const reason = error instanceof Error ? error.message : String(error);
    // The address without its user and password.
    throw new Error(
      `Latchkey does not start: the database ${host}${pathname} cannot be used (${reason}). Check DATABASE_URL and that PostgreSQL runs.`,
      { cause: error },
    );
  }
}

try {
  endOnSignal(await start());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
