import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Clock, systemClock } from '#lib/kernel/clock.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '#sandbox/app.ts';
import { DroppedConnection } from '#sandbox/core/misbehave.ts';

export type RunningSandbox = {
  readonly sandbox: Sandbox;
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  /**
   * A call to `/control/{path}`: POST with a body, else GET, or the method named; the parsed answer, which is what the
   * caller says it is. Throws with the sandbox's own words where it refuses.
   */
  readonly control: <T = unknown>(
    path: string,
    body?: unknown,
    method?: 'GET' | 'POST' | 'PUT' | 'DELETE',
  ) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** The sandbox in this process on a real port, so that a channel's faults are those of real sockets. */
export async function startSandbox(
  options: Partial<SandboxOptions> & { clock?: Clock } = {},
): Promise<RunningSandbox> {
  const sandbox = createSandbox({ clock: systemClock, seeded: true, ...options });
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
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http://127.0.0.1:${port}`;
  return {
    sandbox,
    url,
    control: async (path, body, method = body === undefined ? 'GET' : 'POST') => {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const answer = await fetch(`${url}/control/${path}`, {
        ...init,
        headers: { 'content-type': 'application/json' },
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} /control/${path} answered ${answer.status}: ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
