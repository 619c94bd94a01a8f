import { type IncomingHttpHeaders, request } from 'node:http';

export type Sent = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON; text and bytes as they are. */
  readonly body?: object | string | Uint8Array;
};
// biome-ignore lint/suspicious/noExplicitAny: a test reads an answer's fields without parsing it
export type Answer = { status: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string; body: any };
export type Send = (path: string, sent?: Sent) => Promise<Answer>;

/** Sends exactly this: no path is tidied, no redirect followed, no header added but the length and type of a body. */
export function sender(appUrl: string, always: Record<string, string> = {}): Send {
  const { hostname, port } = new URL(appUrl);
  return (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
      const payload = isJson ? JSON.stringify(body) : body;
      const sending = request(
        {
          hostname,
          port,
          path,
          method,
          headers: {
            ...always,
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const bytes = Buffer.concat(chunks);
            const text = bytes.toString('utf8');
            const type = response.headers['content-type'] ?? '';
            const isPacked = response.headers['content-encoding'] !== undefined;
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              bytes,
              text,
              body: type.includes('json') && text && !isPacked ? JSON.parse(text) : undefined,
            });
          });
        },
      );
      sending.once('error', reject);
      sending.end(payload);
    });
}
