import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const LEAST = {
  DATABASE_URL: 'postgres://u:p@127.0.0.1/latchkey',
  APP_URL: 'https://latchkey.example.com',
  NEXTAUTH_SECRET: KEY,
  ENCRYPTION_KEYS: `k1:${KEY}`,
};

function problems(more: Record<string, string>): string[] {
  const read = readEnv({ ...LEAST, ...more });
  return 'problems' in read ? read.problems : [];
}

describe("Airbnb's settings", () => {
  it('need none to be there', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [{ AIRBNB_CLIENT_ID: 'an-id' }],
    [{ AIRBNB_CLIENT_SECRET: 'a-secret-value' }],
    [{ AIRBNB_CLIENT_ID: 'an-id', AIRBNB_CLIENT_SECRET: '' }],
  ])('refuse half of a pair: %o', (more) => {
    expect(problems(more)).toEqual([expect.stringMatching(/^AIRBNB_CLIENT_ID: .*set both or none$/)]);
  });

  it.each([[`whsec_${KEY}`], [`whsec_${KEY}, whsec_${KEY}`]])('take the secrets %s', (text) => {
    expect(problems({ AIRBNB_WEBHOOK_SECRET: text })).toEqual([]);
  });

  it.each([['whsec_'], ['whsec_c2hvcnQ='], ['a secret of my own choice'], [`whsec_${KEY},x`]])(
    'refuse the secret %s, which could never match, without repeating it',
    (text) => {
      const [problem = ''] = problems({ AIRBNB_WEBHOOK_SECRET: text });
      expect(problem).toMatch(/^AIRBNB_WEBHOOK_SECRET: whsec_ and base64/);
      expect(problem).not.toContain(text.slice(6) || 'nothing');
    },
  );
});

describe("Booking.com's settings", () => {
  it.each([
    ['BOOKING_CLIENT_ID', { BOOKING_CLIENT_ID: 'an-id' }],
    ['BOOKING_CLIENT_ID', { BOOKING_CLIENT_SECRET: 'a-secret-value' }],
    ['BOOKING_AUTHORIZE_URL', { BOOKING_AUTHORIZE_URL: 'https://account.example.com/authorize' }],
    ['BOOKING_AUTHORIZE_URL', { BOOKING_TOKEN_URL: 'https://account.example.com/token' }],
    ['AVITO_CLIENT_ID', { AVITO_CLIENT_ID: 'an-id' }],
    ['AVITO_CLIENT_ID', { AVITO_CLIENT_SECRET: 'a-secret-value' }],
  ])('refuse half of the pair of %s', (name, more) => {
    expect(problems(more)).toEqual([expect.stringMatching(new RegExp(`^${name}: .*set both or none$`))]);
  });

  it.each(['192.0.2.1', '192.0.2.0/24, 2001:db8::/32', '::1', ''])('let in from %j', (text) => {
    expect(problems({ BOOKING_ALLOW: text })).toEqual([]);
  });

  it.each(['example.com', '192.0.2.0/33', '192.0.2', '*', '192.0.2.1,x'])(
    'refuse the address %j, which would match nobody',
    (text) => {
      expect(problems({ BOOKING_ALLOW: text })).toEqual([
        expect.stringMatching(/^BOOKING_ALLOW: addresses or CIDRs/),
      ]);
    },
  );

  it('refuse to look into the queues more often than Booking.com allows', () => {
    expect(problems({ BOOKING_POLL_SECONDS: '19' })).toHaveLength(1);
    expect(problems({ BOOKING_POLL_SECONDS: '20' })).toEqual([]);
  });
});
