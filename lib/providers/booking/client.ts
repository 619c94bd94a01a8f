import type { Clock } from '#lib/kernel/clock.ts';
import { type HttpAnswer, type HttpOptions, send } from '#lib/platform/http.ts';
import { XmlError } from '#lib/platform/xml/errors.ts';
import { MAX_BYTES } from '#lib/platform/xml/limits.ts';
import { attribute } from '#lib/platform/xml/pick.ts';
import { readXml, type XmlDocument } from '#lib/platform/xml/read.ts';
import { document, type Xml } from '#lib/platform/xml/write.ts';
import type { Access } from '../access-contract.ts';
import { noAnswer } from '../no-answer.ts';
import { blankCards } from './blank-cards.ts';
import { kindOf, malformed, refusal, unreadableXml } from './errors.ts';

/** How the channel is reached. Limits are handed in so that a test of a slow channel takes no time. */
export type Reach = {
  readonly authUrl: string;
  /** Availability, rates, connections. */
  readonly supplyUrl: string;
  /** Reservations, which may hold cards, are told here only. */
  readonly secureUrl: string;
  readonly clock: Clock;
  readonly limits?: HttpOptions['limits'];
};

export type Request = {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
};

/** A readable answer, its card data blanked before anybody sees it. */
export type Told = XmlDocument & { readonly bytes: Uint8Array };

export function urlOf(base: string, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** One call and its answer, whatever its status. @throws ChannelError where there is none */
export async function call(reach: Reach, { signal, ...request }: Request): Promise<HttpAnswer> {
  try {
    return await send({
      ...request,
      clock: reach.clock,
      limits: { maxBytes: MAX_BYTES, ...reach.limits },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw noAnswer(error);
  }
}

/** As the machine account. Any status comes back. @throws ChannelError where there is no answer */
export function callXml(
  reach: Reach,
  access: Access,
  request: { readonly url: URL; readonly body?: Xml | Uint8Array; readonly headers?: Record<string, string> },
): Promise<HttpAnswer> {
  const { url, body, headers } = request;
  return call(reach, {
    url,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      accept: 'application/xml',
      authorization: `Bearer ${access.accessToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/xml; charset=utf-8' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : document(body) }),
    signal: access.signal,
  });
}

export const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** An answer that has to be a success. @throws ChannelError by its status, or by the fault that it is instead of an answer */
export function told(answer: HttpAnswer): Told {
  if (!isSuccess(answer)) throw refusal(answer);
  const read = readAnswer(answer);
  if (read.root.name !== 'fault') return read;
  throw refusal(answer, kindOf(Number(attribute(read.root, 'code'))));
}

/** @throws ChannelError malformed */
export function readAnswer({ bytes: raw, status }: HttpAnswer): Told {
  const bytes = blankCards(raw);
  try {
    return { ...readXml(bytes), bytes };
  } catch (error) {
    if (error instanceof XmlError) throw unreadableXml(error, status);
    throw error;
  }
}

/** @throws ChannelError malformed where the root is another */
export function needRoot({ root }: Told, name: string): void {
  if (root.name !== name) throw malformed('is not what was asked for');
}
