/**
 * The sandbox on a port of its own (SANDBOX_PORT, loopback). SANDBOX_STATE names a file that keeps what the platforms
 * believe over a restart; without it each start begins with the seeds. SANDBOX_AIRBNB_CLIENT_ID, _CLIENT_SECRET,
 * _WEBHOOK_URL, _GATE_URL and _WEBHOOK_SECRET are what the partner's app is registered with at Airbnb; SANDBOX_BOOKING_CLIENT_ID,
 * _CLIENT_SECRET and _WEBHOOK_URL are the partner's machine account at Booking.com and where it pushes reservations;
 * SANDBOX_AVITO_CLIENT_ID, _CLIENT_SECRET and _REDIRECT_URI are what the partner's app is registered with at Avito.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { systemClock } from '#lib/kernel/clock.ts';
import { DEMO_APP } from './airbnb/settings.ts';
import { createSandbox, type Sandbox } from './app.ts';
import { DEMO_APP as AVITO_APP } from './avito/settings.ts';
import { DEMO_APP as BOOKING_APP } from './booking/settings.ts';
import { DroppedConnection } from './core/misbehave.ts';

const HOST = process.env.HOST || '127.0.0.1';
const PORT = Number(process.env.SANDBOX_PORT || 4000);
const STATE = process.env.SANDBOX_STATE;
const SAVE_EVERY_MS = 500;
const TICK_EVERY_MS = 250;

const airbnb = {
  clientId: process.env.SANDBOX_AIRBNB_CLIENT_ID || DEMO_APP.clientId,
  clientSecret: process.env.SANDBOX_AIRBNB_CLIENT_SECRET || DEMO_APP.clientSecret,
  webhookUrl: process.env.SANDBOX_AIRBNB_WEBHOOK_URL || DEMO_APP.webhookUrl,
  gateUrl: process.env.SANDBOX_AIRBNB_GATE_URL || DEMO_APP.gateUrl,
  webhookSecret: process.env.SANDBOX_AIRBNB_WEBHOOK_SECRET || DEMO_APP.webhookSecret,
};

const booking = {
  clientId: process.env.SANDBOX_BOOKING_CLIENT_ID || BOOKING_APP.clientId,
  clientSecret: process.env.SANDBOX_BOOKING_CLIENT_SECRET || BOOKING_APP.clientSecret,
  webhookUrl: process.env.SANDBOX_BOOKING_WEBHOOK_URL || BOOKING_APP.webhookUrl,
};

const avito = {
  clientId: process.env.SANDBOX_AVITO_CLIENT_ID || AVITO_APP.clientId,
  clientSecret: process.env.SANDBOX_AVITO_CLIENT_SECRET || AVITO_APP.clientSecret,
  redirectUri: process.env.SANDBOX_AVITO_REDIRECT_URI || AVITO_APP.redirectUri,
};

function keepState(sandbox: Sandbox, file: string): () => void {
  if (existsSync(file)) sandbox.restore(JSON.parse(readFileSync(file, 'utf8')));
  let saved = '';
  const save = () => {
    const text = JSON.stringify(sandbox.snapshot());
    if (text === saved) return;
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
    saved = text;
  };
  save();
  setInterval(save, SAVE_EVERY_MS).unref();
  return save;
}

const sandbox = createSandbox({ clock: systemClock, seeded: true, airbnb, booking, avito });
const save = STATE ? keepState(sandbox, STATE) : () => {};
setInterval(() => void sandbox.tick(), TICK_EVERY_MS).unref();
const listener = getRequestListener(async (request, { incoming }) => {
  try {
    return await sandbox.fetch(request);
  } catch (error) {
    if (!(error instanceof DroppedConnection)) throw error;
    incoming.socket?.destroy();
    return new Response(null);
  }
});
const server = createServer(listener);
server.on('error', (error: NodeJS.ErrnoException) => {
  const taken = `port ${PORT} is taken by another program: end that, or set SANDBOX_PORT`;
  console.error(`The sandbox cannot start: ${error.code === 'EADDRINUSE' ? taken : error.message}.`);
  process.exit(1);
});
server.listen(PORT, HOST, () => console.log(`sandbox http://localhost:${PORT}`));

function end(): void {
  save();
  server.close();
  server.closeAllConnections();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
// Whoever started us is gone, and took our terminal along.
process.on('disconnect', end);
