import type { EmbeddedOptions } from './start.ts';

const OWN_PORT = 54_329;
const TEST_PORT = 54_330;

/** The cluster of the demo, of development, and of `npm start` without DATABASE_URL. */
export function ownCluster(port: number | undefined): EmbeddedOptions {
  return {
    dataDir: '.data/postgres',
    port: port ?? OWN_PORT,
    portIsFixed: port !== undefined,
    durable: true,
    database: 'latchkey',
  };
}

/** The cluster of the tests: one for all that run at once, fast instead of durable. */
export function testCluster(port: number | undefined): EmbeddedOptions {
  return {
    dataDir: '.data/test-postgres',
    port: port ?? TEST_PORT,
    portIsFixed: port !== undefined,
    durable: false,
    database: 'latchkey_tests',
  };
}
