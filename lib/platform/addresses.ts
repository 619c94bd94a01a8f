import ipaddr from 'ipaddr.js';

/**
 * Whether an address stands in one of these ranges (CIDRs, or single addresses). An IPv4 address that came by IPv6 is
 * the IPv4 address; what is no address is in none, and a range that is none lets nobody in.
 */
export function isListed(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const it = ipaddr.process(address);
  return ranges.some((text) => {
    const range = rangeOf(text);
    if (range === null) return false;
    const [base, bits] = range;
    return it.kind() === base.kind() && it.match(base, bits);
  });
}

function rangeOf(text: string): [ReturnType<typeof ipaddr.process>, number] | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return null;
  const base = ipaddr.process(text);
  return [base, base.kind() === 'ipv4' ? 32 : 128];
}
