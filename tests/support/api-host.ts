import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type ApiCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: http.IncomingHttpHeaders;
  body: string;
};
export type ApiAnswer = {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, text and bytes as they are. */
  body?: unknown;
  delayMs?: number;
  /** Hangs up after half of the body, whatever length was announced. */
  isCut?: boolean;
};

/** A real server whose answers a test sets, and whose calls it can read. */
export async function apiHost(answer: (call: ApiCall) => ApiAnswer): Promise<{
  origin: string;
  calls: ApiCall[];
  /** What is answered from now on. */
  set: (answer: (call: ApiCall) => ApiAnswer) => void;
  close: () => Promise<void>;
}> {
  let current = answer;
  const calls: ApiCall[] = [];
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://api.test');
    let body = '';
    for await (const chunk of request) body += chunk;
    const call = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    calls.push(call);
    const { status = 200, headers = {}, body: told = '', delayMs = 0, isCut = false } = current(call);
    if (delayMs > 0) await new Promise((done) => setTimeout(done, delayMs));
    const isRaw = typeof told === 'string' || told instanceof Uint8Array;
    const bytes = Buffer.from(isRaw ? told : JSON.stringify(told));
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    if (isCut) response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    else response.end(bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    calls,
    set: (next) => {
      current = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
