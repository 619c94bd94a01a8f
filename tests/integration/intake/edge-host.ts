import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { cutUnread } from '#scripts/serve/edge.ts';
import { parseProxies, rewriteForwarding } from '#scripts/serve/forwarding.ts';

export type EdgeHost = { readonly origin: string; readonly close: () => Promise<void> };

/** A route behind the server's own edge, on a real port: what a caller claims about where it comes from is taken away. */
export async function hostEdge(
  trusted: readonly string[],
  route: (request: Request) => Promise<Response>,
): Promise<EdgeHost> {
  const proxies = parseProxies(trusted);
  const server = createServer(async (request, response) => {
    rewriteForwarding(request.headers, request.socket, proxies);
    cutUnread(request, response);
    const answer = await route(asRequest(request));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
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

function asRequest(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  return new Request('http://latchkey.test/x', {
    method: 'POST',
    headers,
    body: Readable.toWeb(request),
    duplex: 'half',
  } as RequestInit); // undici wants duplex for a stream; the DOM's type does not know it
}
