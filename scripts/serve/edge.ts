import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { allowedMethods } from '#lib/web/allowed-methods.ts';
import { problem } from '#lib/web/errors.ts';
import { CARRIES_ENCODING } from '#lib/web/feed.ts';

const KNOWN_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const UNREAD_MS = 1_000;

/**
 * Answers what Next answers badly. A path whose bytes are no text: 500 there. A method that its path does not have: 405
 * without the Allow that RFC 9110 asks for, and 400 for methods it does not know, WebDAV's among them.
 * @returns whether it answered
 */
export async function refuse(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (!isText(path)) return tell(response, new AppError('invalid_input', 'The address cannot be read.'));
  const method = request.method ?? '';
  if (method === 'OPTIONS') return false; // each route answers for itself
  const allowed = allowedMethods(path) ?? KNOWN_METHODS;
  if (allowed.includes(method)) return false;
  const error = new AppError('method_not_allowed', `This address does not take ${method.slice(0, 20)}.`);
  return tell(response, error, { allow: allowed.join(', ') });
}

function isText(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false; // URIError: percent signs that make no UTF-8
  }
}

async function tell(
  response: ServerResponse,
  error: AppError,
  more: Record<string, string> = {},
): Promise<true> {
  const answer = problem(error, newId('request'));
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...more });
  response.end(await answer.text());
  return true;
}

/**
 * Reads a refused body to its end and forgets it, so that its sender gets the answer and may go on; after a moment the
 * connection is ended, since a body may have no end.
 */
export function cutUnread(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request; // Next may take it off the request
  response.once('finish', () => {
    if (request.complete) return;
    request.removeAllListeners('data').resume();
    setTimeout(() => {
      if (!request.complete) socket.destroy();
    }, UNREAD_MS).unref();
  });
}

/** Lets a packed feed keep the header that says so, which Next strips; a client cannot ask for it by itself. */
export function carryEncoding(request: IncomingMessage, response: ServerResponse): void {
  request.headers[CARRIES_ENCODING] = '1';
  const writeHead = response.writeHead;
  // Called by Node too, for an answer whose first bytes are written without it.
  response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
    const encoding = this.getHeader(CARRIES_ENCODING);
    if (encoding !== undefined) {
      this.removeHeader(CARRIES_ENCODING);
      this.setHeader('content-encoding', encoding);
    }
    return Reflect.apply(writeHead, this, given);
  };
}
