import { expect, it } from 'vitest';
import { appUrlWarning } from './reachability.ts';

it.each([
  ['http://localhost:3000', 'loopback'],
  ['http://127.0.0.1:3000', 'loopback'],
  ['http://127.9.9.9', 'loopback'],
  ['https://[::1]', 'loopback'],
  ['https://[::ffff:127.0.0.1]', 'loopback'],
  ['http://app.localhost', 'loopback'],
  ['http://192.168.1.20:3000', 'private'],
  ['https://10.0.0.5', 'private'],
  ['https://100.64.0.1', 'private'],
  ['https://[fd00::1]', 'private'],
  ['https://0.0.0.0', 'private'],
  ['https://nas', 'private'],
  ['https://nas.local', 'private'],
  ['https://latchkey.home.arpa', 'private'],
  ['http://latchkey.example.com', 'not_https'],
  ['http://93.184.216.34', 'not_https'],
  ['https://latchkey.example.com', null],
  ['https://93.184.216.34', null],
] as const)('a link on %s carries the warning %s', (appUrl, warning) => {
  expect(appUrlWarning(appUrl)).toBe(warning);
});
