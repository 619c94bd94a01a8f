import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { parseProxies, rewriteForwarding } from './forwarding.ts';

function rewritten(headers: IncomingHttpHeaders, remoteAddress: string, trusted: string[] = []) {
  rewriteForwarding(headers, { remoteAddress }, parseProxies(trusted));
  return headers;
}

describe('the forwarding headers', () => {
  it("are the socket's, whatever a client claims", () => {
    const headers = rewritten(
      {
        host: 'latchkey.test',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': 'evil.test',
        'x-forwarded-proto': 'https',
        'x-forwarded-port': '443',
        'x-real-ip': '127.0.0.1',
        forwarded: 'for=127.0.0.1',
        cookie: 'kept',
      },
      '203.0.113.9',
    );
    expect(headers).toEqual({
      host: 'latchkey.test',
      cookie: 'kept',
      'x-forwarded-for': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'latchkey.test',
    });
  });

  it.each([
    ['the one in front of the proxy', '198.51.100.7', '198.51.100.7'],
    ['the nearest stranger, not what that one wrote', '127.0.0.1, 198.51.100.7', '198.51.100.7'],
    ['behind two of our proxies', '198.51.100.7, 10.1.2.3', '198.51.100.7'],
    ['the last address before nonsense', 'unknown, 10.1.2.3', '10.1.2.3'],
    ['the proxy itself where it says nothing', '', '10.0.0.1'],
  ])('of a trusted proxy name %s', (_, chain, client) => {
    const headers = rewritten({ 'x-forwarded-for': chain }, '10.0.0.1', ['10.0.0.0/8']);
    expect(headers['x-forwarded-for']).toBe(client);
  });

  it('of a trusted proxy say whether it was https, and for which host', () => {
    const claimed = {
      host: 'inside:3000',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'Latchkey.test',
    };
    const headers = rewritten(claimed, '::ffff:10.0.0.1', ['10.0.0.1']);
    expect(headers['x-forwarded-proto']).toBe('https');
    expect(headers['x-forwarded-host']).toBe('latchkey.test');
  });

  it('write an IPv4 client of an IPv6 socket as IPv4, so that an allow-list finds it', () => {
    expect(rewritten({}, '::ffff:192.0.2.4')['x-forwarded-for']).toBe('192.0.2.4');
  });

  it('refuse a trusted proxy that is no address, by name', () => {
    expect(() => parseProxies(['10.0.0.0/8', 'proxy.local'])).toThrow('"proxy.local" is not an address');
  });
});
