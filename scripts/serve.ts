/**
 * The app's server: a small node:http server around Next's handler. It refuses to start on a wrong environment with
 * the list of what is wrong, says itself where a request came from, and ends what it began before it ends.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type Env, readEnv } from '#lib/env.ts';
import { startBells } from '#lib/jobs/start.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { closeLive } from '#lib/runtime/live.ts';
import { runtime } from '#lib/runtime/runtime.ts';
import { carryEncoding, cutUnread, refuse } from './serve/edge.ts';
import { parseProxies, rewriteForwarding } from './serve/forwarding.ts';
import { packAnswer } from './serve/packing.ts';

const LINGER_MS = 5_000;
/** A whole request, our largest body of 1 MB included, in the time a slow phone takes; longer ones hold a connection. */
const REQUEST_MS = 60_000;
const HEADERS_MS = 15_000;
/** How often Node looks for those that take longer. */
const LOOK_MS = 5_000;

export type Serving = { readonly url: string; readonly close: () => Promise<void> };

/** Every problem at once, so that nobody starts five times to learn of five; names and reasons, never values. */
export function environmentProblems(source: NodeJS.ProcessEnv): string[] {
  const read = readEnv(source);
  const problems = 'problems' in read ? read.problems : [];
  const { ENCRYPTION_KEYS: keys, TRUSTED_PROXIES: proxies } = source;
  const deeper = [
    keys ? attempt('ENCRYPTION_KEYS', () => parseKeyRing(keys)) : null,
    proxies ? attempt('TRUSTED_PROXIES', () => parseProxies(commaSeparated(proxies))) : null,
  ].filter((problem) => problem !== null);
  return [...problems, ...deeper.filter((one) => !problems.some((known) => sameName(known, one)))];
}

const commaSeparated = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
const sameName = (one: string, other: string) => one.split(':')[0] === other.split(':')[0];

function attempt(name: string, read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    const text = error instanceof Error ? error.message : 'malformed';
    return text.startsWith(name) ? text : `${name}: ${text}`;
  }
}

/** Reads .env where there is one (what is set already wins), and fills in what follows from the rest. */
export function prepareEnvironment(mode: 'production' | 'development'): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
  Object.assign(process.env, { NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: '1' });
  if (process.env.APP_URL) process.env.NEXTAUTH_URL = process.env.APP_URL;
}

/** Ends the process with the list where the environment is wrong. */
export function checkedEnvironment(): Env {
  const problems = environmentProblems(process.env);
  const read = readEnv(process.env);
  if (problems.length === 0 && 'env' in read) return read.env;
  console.error(
    `Latchkey does not start. In its environment:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
  );
  console.error('The file .env.example explains each.');
  process.exit(1);
}

export async function serve(mode: 'production' | 'development'): Promise<Serving> {
  const settings = checkedEnvironment();
  const proxies = parseProxies(settings.TRUSTED_PROXIES);
  // Loaded only now: React picks its build by NODE_ENV when it is loaded.
  const { default: next } = await import('next');
  const app = next({
    dev: mode === 'development',
    customServer: true,
    hostname: settings.HOST,
    port: settings.PORT,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, connectionsCheckingInterval: LOOK_MS },
    (request, response) => {
      rewriteForwarding(request.headers, request.socket, proxies);
      cutUnread(request, response);
      if (mode === 'production') packAnswer(request, response);
      carryEncoding(request, response);
      // Next answers its own errors; what is left is a connection that broke.
      refuse(request, response)
        .then((refused) => (refused ? undefined : handle(request, response)))
        .catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
    },
  );
  server.on('upgrade', (request, socket, head) => {
    rewriteForwarding(request.headers, request.socket, proxies);
    app
      .getUpgradeHandler()(request, socket, head)
      .catch(() => socket.destroy());
  });
  // Longer than the proxies in front, so that they never reuse a connection that is just being closed.
  server.keepAliveTimeout = 65_000;
  await listen(server, settings.PORT, settings.HOST);
  const world = await runtime();
  const stopBells = startBells(world, { origin: `http://${hostOf(settings.HOST)}:${settings.PORT}` });
  return {
    url: settings.APP_URL,
    close: async () => {
      await stopBells();
      await closeLive(); // open screens come again, to whoever serves then
      await closeServer(server);
      await app.close();
    },
  };
}

/** Where this process reaches itself: a server on every address is reached on loopback. */
function hostOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is taken by another program: end that, or set PORT.`) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** Lets running requests end; live-update streams never do, so what lingers is cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), LINGER_MS).unref();
  });
}

/** Calls `close` once, for the first signal or when whoever started this process is gone, then ends the process. */
export function endOnSignal(close: () => Promise<void>): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  process.on('disconnect', end);
}

if (import.meta.main) {
  const mode = process.argv.includes('--dev') ? 'development' : 'production';
  prepareEnvironment(mode);
  try {
    const serving = await serve(mode);
    endOnSignal(serving.close);
    process.send?.('listening');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
