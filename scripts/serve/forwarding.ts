import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;
export type Proxies = readonly [Address, number][];

/** Reads TRUSTED_PROXIES: CIDRs, or single addresses. Throws an Error that names the one it cannot read. */
export function parseProxies(texts: readonly string[]): Proxies {
  return texts.map((text) => {
    try {
      if (text.includes('/')) return ipaddr.parseCIDR(text);
      const address = ipaddr.process(text);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    } catch {
      throw new Error(`TRUSTED_PROXIES: ${JSON.stringify(text)} is not an address or a CIDR`);
    }
  });
}

const WRITTEN_BY_PROXIES =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|cf-connecting-ip)$/;

/**
 * Replaces what a client claims about its way here with what the socket shows: Next believes X-Forwarded-*, and
 * allow-lists and rate limits hang on it. Only a proxy named in TRUSTED_PROXIES is believed about who is behind it.
 */
export function rewriteForwarding(
  headers: IncomingHttpHeaders,
  socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean },
  proxies: Proxies,
): void {
  const peer = normalise(socket.remoteAddress ?? '') ?? '0.0.0.0';
  const believed = isTrusted(peer, proxies);
  const client = believed ? clientBehind(first(headers['x-forwarded-for']), peer, proxies) : peer;
  const claimedProto = believed ? last(first(headers['x-forwarded-proto'])) : undefined;
  const claimedHost = believed ? last(first(headers['x-forwarded-host'])) : undefined;
  for (const name of Object.keys(headers)) if (WRITTEN_BY_PROXIES.test(name)) delete headers[name];
  headers['x-forwarded-for'] = client;
  headers['x-real-ip'] = client;
  headers['x-forwarded-proto'] =
    claimedProto === 'https' || claimedProto === 'http' ? claimedProto : socket.encrypted ? 'https' : 'http';
  const host = claimedHost ?? headers.host;
  if (host) headers['x-forwarded-host'] = host;
}

/** The nearest address in the chain that is not one of our proxies: what stands left of it, anyone may have written. */
function clientBehind(chain: string | undefined, peer: string, proxies: Proxies): string {
  let nearest = peer;
  for (const part of (chain ?? '').split(',').reverse()) {
    const address = normalise(part.trim());
    if (!address) return nearest;
    nearest = address;
    if (!isTrusted(address, proxies)) return address;
  }
  return nearest;
}

function isTrusted(text: string, proxies: Proxies): boolean {
  const address = ipaddr.process(text);
  return proxies.some(([range, bits]) => address.kind() === range.kind() && address.match(range, bits));
}

/** IPv4 that came through an IPv6 socket is written as IPv4; null for what is no address. */
function normalise(text: string): string | null {
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : null;
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(',') : value);
const last = (value: string | undefined) => value?.split(',').at(-1)?.trim().toLowerCase() || undefined;
