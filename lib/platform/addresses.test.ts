import { expect, it } from 'vitest';
import { isListed } from './addresses.ts';

it.each([
  ['an address of the range', '192.0.2.7', ['192.0.2.0/24'], true],
  ['a neighbour of the range', '192.0.3.7', ['192.0.2.0/24'], false],
  ['an address named alone', '192.0.2.7', ['192.0.2.7'], true],
  ['IPv4 that came by IPv6', '::ffff:192.0.2.7', ['192.0.2.0/24'], true],
  ['IPv6 of the range', '2001:db8::7', ['2001:db8::/32'], true],
  ['IPv6 against a range of IPv4', '2001:db8::7', ['0.0.0.0/0'], false],
  ['anybody against an empty list', '192.0.2.7', [], false],
  ['what is no address', 'unknown', ['0.0.0.0/0'], false],
  ['anybody against a range that is none', '192.0.2.7', ['192.0.2.0/99', 'all'], false],
])('%s: %s in %j is %s', (_, address, ranges, listed) => {
  expect(isListed(address, ranges)).toBe(listed);
});
