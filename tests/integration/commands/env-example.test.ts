import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ENV_NAMES, readEnv } from '#lib/env.ts';

/** Read by scripts, which have no settings of their own beyond these. */
const OF_THE_SCRIPTS = ['PGPORT', 'SANDBOX_PORT'];

const lines = readFileSync('.env.example', 'utf8').split('\n');
const given = lines.flatMap((line) => {
  const [, hash, name, value] = /^(# )?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
  return name ? [{ name, value: value ?? '', isOptional: hash !== undefined }] : [];
});

it('every variable that is read stands in .env.example once, and nothing else does', () => {
  expect(given.map(({ name }) => name).sort()).toEqual([...ENV_NAMES, ...OF_THE_SCRIPTS].sort());
});

it('each has an explanation above it', () => {
  const bare = given.filter(({ name }) => {
    const at = lines.findIndex((line) => line.replace('# ', '').startsWith(`${name}=`));
    const above = lines.slice(0, at).reverse();
    // Variables of one explanation stand together; the block above the first of them explains.
    const next = above.find((line) => !/^(# )?[A-Z][A-Z0-9_]+=/.test(line)) ?? '';
    return !/^# \S/.test(next);
  });
  expect(bare.map(({ name }) => name)).toEqual([]);
});

it('what is not commented out is exactly what a start refuses to do without, beside the database that comes along', () => {
  const read = readEnv({});
  const missing = 'problems' in read ? read.problems.map((problem) => problem.replace(/:.*/, '')) : [];
  expect(
    given
      .filter((one) => !one.isOptional)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(missing.sort());
});

it('its examples are valid, and where it shows a default that is the default', () => {
  const secret = randomBytes(32).toString('base64');
  const secrets = { NEXTAUTH_SECRET: secret, ENCRYPTION_KEYS: `k1:${secret}` };
  const examples = Object.fromEntries(given.map(({ name, value }) => [name, value]));
  const whole = readEnv({ ...examples, ...secrets });
  expect(whole).toHaveProperty('env');

  const least = readEnv({ DATABASE_URL: examples.DATABASE_URL, APP_URL: examples.APP_URL, ...secrets });
  if (!('env' in least) || !('env' in whole)) throw new Error('both are valid');
  const same = [
    'HOST',
    'PORT',
    'SIGNUP',
    'CLOCK_SECONDS',
    'CLOCK_DISABLED',
    'QSTASH_URL',
    'QSTASH_SCHEDULE_MINUTES',
    'LOG_LEVEL',
    'AIRBNB_AUTHORIZE_URL',
    'AIRBNB_API_URL',
    'AIRBNB_SCOPES',
    'AIRBNB_POLL_MINUTES',
    'BOOKING_AUTH_URL',
    'BOOKING_SUPPLY_URL',
    'BOOKING_SECURE_URL',
    'BOOKING_POLL_SECONDS',
    'BOOKING_POLL_MINUTES',
    'BOOKING_PER_MINUTE',
    'AVITO_AUTHORIZE_URL',
    'AVITO_API_URL',
    'AVITO_ICAL_URL',
    'AVITO_SCOPES',
    'AVITO_RPS',
    'AVITO_POLL_SECONDS',
    'AVITO_POLL_MINUTES',
    'TELEGRAM_API_URL',
  ] as const;
  for (const name of same) expect(whole.env[name], name).toEqual(least.env[name]);
});
