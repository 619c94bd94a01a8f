import { randomBytes } from 'node:crypto';
import type { Deps } from '#lib/domain/ctx.ts';
import { env } from '#lib/env.ts';
import type { Clock } from '#lib/kernel/clock.ts';
import { build, type Runtime } from '#lib/runtime/runtime.ts';
import { createTestDatabase } from './database.ts';

export const TEST_APP_URL = 'http://latchkey.test';

const holder = globalThis as { latchkeyEnv?: unknown; latchkeyRuntime?: Promise<Runtime> | undefined };

/** A whole environment, before env() is first read: made-up secrets, no bells, nothing logged. */
export function setTestEnv(databaseUrl: string, more: Record<string, string> = {}): void {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    APP_URL: TEST_APP_URL,
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'silent',
    CLOCK_DISABLED: 'true',
    SIGNUP: 'first',
    ...more,
  });
  holder.latchkeyEnv = undefined;
}

export type TestRuntime = Runtime & { readonly end: () => Promise<void> };

/** The runtime that route handlers find, over a database of this test file's own. `end` it in afterAll. */
export async function startTestRuntime(
  options: { env?: Record<string, string> } & Partial<Deps> & { clock?: Clock } = {},
): Promise<TestRuntime> {
  const { env: more, ...overrides } = options;
  const database = await createTestDatabase();
  setTestEnv(database.url, more);
  const runtime = await build(env(), { wake: async () => {}, ...overrides });
  holder.latchkeyRuntime = Promise.resolve(runtime);
  const end = async () => {
    holder.latchkeyRuntime = undefined;
    await runtime.pool.close();
    await database.drop();
  };
  return { ...runtime, end };
}
