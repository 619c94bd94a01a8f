import { call } from '#components/api/client.ts';
import type { CheckItemAnswer, FinishAnswer } from '#lib/domain/links/schemas.ts';
import type { AvitoLink, Away, Flow, Offer } from './shapes.ts';

const BASE = '/api/integrations/avito';
const id = encodeURIComponent;

export function begin(unitId: string): Promise<Away> {
  return call<Away>('POST', `${BASE}/connect`, { unitId });
}

export function readFlow(flowId: string, signal?: AbortSignal): Promise<Flow> {
  return call<Flow>('GET', `${BASE}/flows/${id(flowId)}`, undefined, signal);
}

/** The way that this person began for the unit and has not ended. */
export async function findFlow(unitId: string, signal?: AbortSignal): Promise<Flow | null> {
  const path = `${BASE}/flows?unit=${id(unitId)}`;
  return (await call<{ flow: Flow | null }>('GET', path, undefined, signal)).flow;
}

export function dropFlow(flowId: string): Promise<unknown> {
  return call('DELETE', `${BASE}/flows/${id(flowId)}`);
}

export function readOffer(flowId: string, signal?: AbortSignal): Promise<Offer> {
  return call<Offer>('GET', `${BASE}/accounts?flow=${id(flowId)}`, undefined, signal);
}

/** Asks Avito whether the listing is this account's, and nobody's yet. */
export function checkItem(flow: string, accountId: string, itemId: string): Promise<CheckItemAnswer> {
  return call<CheckItemAnswer>('POST', `${BASE}/validate-item`, { flow, accountId, itemId });
}

type Chosen = { readonly flow: string; readonly accountId: string; readonly itemId: string };

/** @param input markup in percent, at most two decimals */
export function finish(input: Chosen & { readonly markup: number }): Promise<FinishAnswer> {
  return call('POST', `${BASE}/finish`, input);
}

export function readLinks(propertyId: string, signal?: AbortSignal): Promise<{ items: AvitoLink[] }> {
  return call('GET', `${BASE}/links?property=${id(propertyId)}`, undefined, signal);
}

export function setMarkup(mappingId: string, markup: number): Promise<unknown> {
  return call('PATCH', `${BASE}/links/${id(mappingId)}`, { markup });
}

export function unlink(mappingId: string): Promise<unknown> {
  return call('DELETE', `${BASE}/links/${id(mappingId)}`);
}

/** At once where the account is still connected; else the page where its owner agrees again. */
export function relink(mappingId: string): Promise<{ reconnected: true } | Away> {
  return call('POST', `${BASE}/links/${id(mappingId)}/reconnect`);
}
