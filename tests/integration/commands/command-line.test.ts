import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { makeUnit } from '#tests/support/stays.ts';

const keys = `k1:${randomBytes(32).toString('base64')}`;
const secret = randomBytes(32).toString('base64');
let world: TestWorld;
let target: TestDatabase;
let folder: string;

/** A command as npm starts it, on this Node, with nothing of our environment but what is given. */
function run(script: string, args: readonly string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('scripts', script), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ENCRYPTION_KEYS: keys, NEXTAUTH_SECRET: secret, ...env },
  });
  return { status, stdout, stderr };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-commands-'));
  world = await testWorld({ deps: { keys: parseKeyRing(keys) } });
  const ctx = await world.org();
  const { unitId } = await makeUnit(ctx);
  await createCalendar(ctx, unitId, { name: 'Airbnb', icalUrl: 'https://calendars.example.org/1.ics' });
  target = await createTestDatabase();
});
afterAll(async () => {
  await world.close();
  await target.drop();
  await rm(folder, { recursive: true, force: true });
});

it('a backup says which keys it needs, and a restore with others says what will fail', () => {
  const file = join(folder, 'b.gz');
  const made = run('backup.ts', [file], { DATABASE_URL: world.url });
  expect(made.stdout).toMatch(/rows of \d+ tables/);
  expect(made.stdout).toContain('the encryption key k1 and NEXTAUTH_SECRET');
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);

  const strange = {
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    NEXTAUTH_SECRET: 'x'.repeat(32),
  };
  const odd = run('restore.ts', [file], { DATABASE_URL: target.url, ...strange });
  expect(odd.status).toBe(0);
  expect(odd.stderr).toContain('the key called k1 here is another one');
  expect(odd.stderr).toContain('NEXTAUTH_SECRET is not the one of the backup');
  for (const value of [keys.slice(3), secret]) expect(made.stdout + odd.stderr).not.toContain(value);

  expect(run('restore.ts', [file], { DATABASE_URL: target.url })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('not empty'),
  });
  const right = run('restore.ts', [file, '--replace'], { DATABASE_URL: target.url });
  expect(right).toMatchObject({ status: 0, stderr: '' });
  const lost = { ENCRYPTION_KEYS: `k2:${randomBytes(32).toString('base64')}` };
  const without = run('restore.ts', [file, '--replace'], { DATABASE_URL: target.url, ...lost });
  expect(without.stderr).toContain('1 sealed secrets need the encryption key k1, which ENCRYPTION_KEYS');
}, 60_000);

it('a rotation counts, and fails where a key is missing', () => {
  const second = `k2:${randomBytes(32).toString('base64')}`;
  const missing = run('keys-rotate.ts', [], { DATABASE_URL: world.url, ENCRYPTION_KEYS: second });
  expect(missing).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('external_calendars.url_sealed: 1 rows are sealed with the key k1'),
  });
  const done = run('keys-rotate.ts', [], { DATABASE_URL: world.url, ENCRYPTION_KEYS: `${second},${keys}` });
  expect(done.status).toBe(0);
  expect(done.stdout).toContain('external_calendars.url_sealed: 1 sealed anew with k2, 0 were already');
}, 60_000);

it('a pass over the calendars fails in its exit code where one failed', () => {
  const settings = { DATABASE_URL: world.url, APP_URL: 'http://127.0.0.1:9' };
  // Sealed with a key that is not there.
  const pass = run('sync-calendars.ts', ['--all'], settings);
  expect(pass.stdout).toMatch(/^FAILED Airbnb .*cannot be opened with the keys in use/m);
  expect(pass.stdout).toContain('1 calendars asked: 0 synced, 1 failed');
  expect(pass.status).toBe(1);
}, 60_000);

it('mistakes are told in a sentence', () => {
  expect(run('restore.ts', [], { DATABASE_URL: target.url }).stderr).toMatch(/^Which file\?/);
  expect(run('backup.ts', ['--now'], { DATABASE_URL: target.url }).stderr).toMatch(/^--now is not known/);
  expect(run('backup.ts', [], { DATABASE_URL: 'postgres://a:b@127.0.0.1:9/x' }).stderr).toMatch(
    /^The database of DATABASE_URL cannot be used/,
  );
  expect(run('sync-calendars.ts', [], { DATABASE_URL: target.url, APP_URL: 'not one' }).stderr).toContain(
    '- APP_URL:',
  );
}, 60_000);
