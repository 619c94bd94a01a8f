import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { dropStale } from './database.ts';

/**
 * Starts the tests' Postgres, or adopts the one another run started. It is left running for the next run, except in
 * CI; LATCHKEY_KEEP_TEST_PG keeps it there too. One that was adopted belongs to someone else and is never stopped.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const port = process.env.TEST_PGPORT ? Number(process.env.TEST_PGPORT) : undefined;
  const server = await startEmbedded(testCluster(port));
  // Workers inherit the environment; this is how createTestDatabase finds the server.
  process.env.LATCHKEY_TEST_POSTGRES = server.url;
  await dropStale(server.url);
  return async () => {
    if (process.env.CI && !process.env.LATCHKEY_KEEP_TEST_PG && !server.adopted) await server.stop();
  };
}
