import postgres from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

const made: TestDatabase[] = [];
afterAll(async () => {
  for (const database of made) await database.drop();
});

async function ask(url: string, query: string): Promise<readonly postgres.Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(query);
  } finally {
    await sql.end();
  }
}

describe('the test database', () => {
  it('is migrated, and four asked for at once are four', async () => {
    made.push(...(await Promise.all([1, 2, 3, 4].map(() => createTestDatabase()))));
    expect(new Set(made.map((database) => database.url)).size).toBe(4);
    for (const { url } of made) {
      expect(
        await ask(url, "select 1 from information_schema.tables where table_name = 'holds'"),
      ).toHaveLength(1);
    }
  });

  it('shares nothing with its siblings', async () => {
    const [one, other] = [made[0]?.url ?? '', made[1]?.url ?? ''];
    await ask(one, 'create table mine (id int)');
    await expect(ask(other, 'select * from mine')).rejects.toThrow('does not exist');
  });

  it('is gone after drop, although someone was connected', async () => {
    const database = await createTestDatabase();
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    await sql`select 1`;
    await database.drop();
    await expect(ask(database.url, 'select 1')).rejects.toThrow('does not exist');
    await sql.end({ timeout: 0 });
  });
});
