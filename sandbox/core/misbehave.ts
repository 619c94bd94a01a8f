import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './faults.ts';

/** Thrown where a channel hangs up without an answer: the server closes the socket, a caller in-process sees this. */
export class DroppedConnection extends Error {
  override readonly name = 'DroppedConnection';
}

const MAINTENANCE =
  '<!doctype html><html><head><title>Sorry</title></head><body>We will be right back.</body></html>';

/** Waits, but not for a caller who has hung up. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/**
 * Answers as the fault says. `honest` makes the answer there would have been, `empty` a whole one that holds nothing.
 * Throws DroppedConnection for `dropped`.
 */
export async function misbehave(
  fault: Fault,
  signal: AbortSignal,
  honest: () => Promise<Response>,
  empty: () => Response,
): Promise<Response> {
  switch (fault.kind) {
    case 'slow':
      await delay(fault.delayMs, signal);
      return await honest();
    case '429':
      return new Response('Too many requests', {
        status: 429,
        headers: fault.retryAfter === null ? {} : { 'retry-after': String(fault.retryAfter) },
      });
    case '5xx':
      return new Response('Internal error', { status: fault.status });
    case 'dropped':
      throw new DroppedConnection('the sandbox hung up');
    case 'malformed':
      return new Response(MAINTENANCE, { headers: { 'content-type': 'text/html; charset=utf-8' } });
    case 'truncated':
      return await truncated(await honest());
    case 'empty':
      return empty();
  }
}

/** The first two thirds with a clean end: nothing in the transfer itself tells that the rest is missing. */
async function truncated(whole: Response): Promise<Response> {
  const bytes = new Uint8Array(await whole.arrayBuffer());
  const headers = new Headers(whole.headers);
  headers.delete('content-length');
  return new Response(bytes.slice(0, Math.floor((bytes.length * 2) / 3)), { status: whole.status, headers });
}
