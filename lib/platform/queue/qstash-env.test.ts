import { describe, expect, it } from 'vitest';
import { readEnv } from '#lib/env.ts';
import { ownOrigin } from './ring.ts';
import { everyMinutes } from './schedule.ts';

const ENV = {
  DATABASE_URL: 'postgres://localhost/latchkey',
  APP_URL: 'https://latchkey.example',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEYS: 'k1:AAAA',
};
const KEYS = {
  QSTASH_TOKEN: 'token',
  QSTASH_CURRENT_SIGNING_KEY: 'sig_current',
  QSTASH_NEXT_SIGNING_KEY: 'sig_next',
};
const problems = (more: Record<string, string>) => {
  const read = readEnv({ ...ENV, ...more });
  return 'problems' in read ? read.problems : [];
};

describe('the environment of QStash', () => {
  it.each(['1', 'true', '0', 'yes'])('with QSTASH_DEV=%s production does not start', (value) => {
    expect(problems({ NODE_ENV: 'production', QSTASH_DEV: value }).join()).toMatch(
      /^QSTASH_DEV: must not be set/,
    );
  });

  it('may have QSTASH_DEV in development, where our own code does not look at it', () => {
    expect(problems({ NODE_ENV: 'development', QSTASH_DEV: '1' })).toEqual([]);
  });

  it.each(Object.keys(KEYS))('is whole or absent: without %s it does not start', (missing) => {
    const { [missing as keyof typeof KEYS]: _, ...rest } = KEYS;
    expect(problems(rest).join()).toContain('go together');
    expect(problems(KEYS)).toEqual([]);
  });
});

describe('the schedule', () => {
  it.each([
    [1, '* * * * *'],
    [5, '*/5 * * * *'],
  ])('of %i minutes is the cron line %s', (minutes, line) => {
    expect(everyMinutes(minutes)).toBe(line);
  });
});

describe('the app reaches itself', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:3000'],
    ['0.0.0.0', 'http://127.0.0.1:3000'],
    ['::', 'http://127.0.0.1:3000'],
    ['::1', 'http://[::1]:3000'],
    ['10.0.0.5', 'http://10.0.0.5:3000'],
  ])('listening on %s at %s', (HOST, origin) => {
    expect(ownOrigin({ HOST, PORT: 3000, APP_URL: 'https://x.example', NEXTAUTH_SECRET: '' })).toBe(origin);
  });
});
