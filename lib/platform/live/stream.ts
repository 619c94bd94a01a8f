import type { LiveClient, LiveEvent, LiveHub } from './hub.ts';

/**
 * Proxies end what is silent for a minute, some for half of one. An event and no comment: a browser hides comments from
 * the page, which could not tell a silent line from a dead one.
 */
const BEAT_MS = 15_000;
/** How often it is asked again whether whoever listens still may: within a minute an ended session's stream is over. */
const PROVE_MS = 30_000;
/** How long a browser waits before it comes again. */
const RETRY_MS = 3_000;
/** Events that wait for a client who does not read: beyond that it is cut, comes again and asks for everything. */
const BEHIND_MAX = 64;

export const STREAM_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform: a proxy that packs it would hold it back.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

export type StreamOptions = {
  readonly org: string;
  readonly holder: string;
  /** Whether whoever listens still may, in this organization. A failure to find out is no. */
  readonly mayStay: () => Promise<boolean>;
  /** Ends with its signal: the client hung up. Held as long as the stream: a request that is collected passes nothing on. */
  readonly request: { readonly signal: AbortSignal };
  readonly beatMs?: number;
  readonly proveMs?: number;
};

/** A stream of server-sent events to one client; null where its holder has too many open. */
export function openStream(hub: LiveHub, options: StreamOptions): ReadableStream<Uint8Array> | null {
  const text = new TextEncoder();
  let write: (chunk: string) => void = () => {};
  let end: () => void = () => {};
  const early: string[] = [`retry: ${RETRY_MS}\n\n`];
  const client: LiveClient = {
    org: options.org,
    holder: options.holder,
    tell: (event) => write(said(event)),
    end: () => end(),
  };
  write = (chunk) => void early.push(chunk);
  const leave = hub.join(client);
  if (!leave) return null;
  const timers = [
    setInterval(() => write('event: beat\ndata: {}\n\n'), options.beatMs ?? BEAT_MS),
    setInterval(() => void prove(), options.proveMs ?? PROVE_MS),
  ];
  const prove = async () => {
    if (!(await options.mayStay().catch(() => false))) end();
  };
  const stop = () => {
    leave();
    for (const timer of timers) clearInterval(timer);
    options.request.signal.removeEventListener('abort', onAbort);
    write = () => {};
    end = () => {};
  };
  const onAbort = () => end();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        end = () => {
          stop();
          controller.close();
        };
        write = (chunk) => {
          if ((controller.desiredSize ?? 0) < -BEHIND_MAX) end();
          else controller.enqueue(text.encode(chunk));
        };
        for (const chunk of early) write(chunk);
        if (options.request.signal.aborted) end();
        else options.request.signal.addEventListener('abort', onAbort);
      },
      cancel: stop,
    },
    { highWaterMark: 1 },
  );
}

/** No id: a client that comes again is not told what it missed but asks for it. */
function said(event: LiveEvent): string {
  const data = event.kind === 'news' ? JSON.stringify(event.news) : '{}';
  return `event: ${event.kind}\ndata: ${data}\n\n`;
}
