import { randomUUID } from 'node:crypto';
import { lengthOf } from '#lib/kernel/nights.ts';
import { signedHeaders } from '../core/standard-webhooks.ts';
import { scopesOf } from './authorizations.ts';
import type { AirbnbHost } from './host.ts';
import { gateOut } from './wire.ts';
import type { GateCall, Listing, Reservation } from './world.ts';

const ANSWER_KEPT = 500;

/** Whether a booking of the listing waits for the partner's word: connected, allowed, and a gate to ask. */
export function asksGate(host: AirbnbHost, listing: Listing): boolean {
  if (!host.settings.gateUrl) return false;
  if (host.settings.gateFor === 'linked' && listing.category === null) return false;
  return scopesOf(host, listing.accountId)?.has('reservations_web_hooks') ?? false;
}

/** The question before the guest pays. `listingId` 0 is the channel's self-test. */
export async function askAvailable(
  host: AirbnbHost,
  listingId: string,
  range: Pick<Reservation, 'checkIn' | 'checkOut'>,
): Promise<GateCall['outcome']> {
  const url = new URL(host.settings.gateUrl ?? '');
  url.searchParams.set('action', 'check_availability');
  url.searchParams.set('listing_id', listingId);
  url.searchParams.set('start_date', range.checkIn);
  url.searchParams.set('nights', String(lengthOf(range)));
  return await ask(host, 'GET', url, null, 'available');
}

/** When the guest has paid, before the confirmation. */
export async function tellPaid(host: AirbnbHost, reservation: Reservation): Promise<GateCall['outcome']> {
  return await ask(host, 'POST', gateUrl(host, null), gateOut(host.settings, reservation), 'succeed');
}

/** Before an alteration; `wanted` is the reservation as it would be. */
export async function tellAltered(host: AirbnbHost, wanted: Reservation): Promise<GateCall['outcome']> {
  return await ask(host, 'PUT', gateUrl(host, wanted.code), gateOut(host.settings, wanted), 'succeed');
}

function gateUrl(host: AirbnbHost, code: string | null): URL {
  const url = new URL(host.settings.gateUrl ?? '');
  if (code) url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(code)}`;
  return url;
}

async function ask(
  host: AirbnbHost,
  method: GateCall['method'],
  url: URL,
  body: object | null,
  field: 'available' | 'succeed',
): Promise<GateCall['outcome']> {
  const text = body ? JSON.stringify(body) : '';
  const at = host.clock.now();
  const started = performance.now();
  const done = (outcome: GateCall['outcome'], answer: string) => {
    const ms = Math.round(performance.now() - started);
    host.store.state.gateCalls.push({
      at: at.toString(),
      method,
      url: url.href,
      ms,
      outcome,
      answer: answer.slice(0, ANSWER_KEPT),
    });
    host.store.keepFewDeliveries();
    return outcome;
  };
  try {
    const response = await host.send(
      new Request(url, {
        method,
        headers: {
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...signedHeaders(host.settings.webhookSecret, { id: `msg_${randomUUID()}`, at, body: text }),
        },
        ...(body ? { body: text } : {}),
        redirect: 'manual',
        signal: AbortSignal.timeout(host.settings.gateTimeoutMs),
      }),
    );
    const answer = await response.text();
    return done(response.status === 200 ? verdict(answer, field) : 'unreachable', answer);
  } catch (error) {
    // Not answering in time is one of the answers.
    return done('unreachable', String(error));
  }
}

function verdict(answer: string, field: string): GateCall['outcome'] {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return 'unreachable';
  }
  if (typeof value !== 'object' || value === null) return 'unreachable';
  const said = new Map(Object.entries(value)).get(field);
  return said === true ? 'yes' : said === false ? 'no' : 'unreachable';
}
