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
