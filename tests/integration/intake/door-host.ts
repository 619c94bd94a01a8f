import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

type Params = { params: Promise<Record<string, string>> };
type Routes = Record<string, (request: Request, context: Params) => Promise<Response>>;

/**
 * Our routes on a real port, for a channel that calls them: `METHOD /webhook`, `METHOD /gate` and `METHOD /gate/{code}`
 * by the names of `routes` ('POST /webhook').
 */
export async function hostDoor(routes: Routes): Promise<{ origin: string; close: () => Promise<void> }> {
  const listener = getRequestListener(async (request) => {
    const [, name = '', code] = new URL(request.url).pathname.split('/');
    const route = routes[`${request.method} /${name}${code ? '/{code}' : ''}`];
    if (!route) return new Response('', { status: 404 });
    const params = { provider: 'airbnb', ...(code ? { code: decodeURIComponent(code) } : {}) };
    return route(request, { params: Promise.resolve(params) });
  });
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
