import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBackup } from '#db/backup/read.ts';
import { restoreBackup } from '#db/backup/restore.ts';
import { referencesFirst } from '#db/backup/tables.ts';
import { writeBackup } from '#db/backup/write.ts';
import { openPool } from '#db/client.ts';
import { migrate } from '#db/migrate.ts';
import { createTestDatabase } from '#tests/support/database.ts';
import { contentOf, fillEveryTable } from './filled.ts';

const now = Temporal.Instant.from('2026-11-21T03:00:00Z');
const closers: (() => Promise<unknown>)[] = [];
let folder: string;
let file: string;
let source: { url: string; sql: postgres.Sql };

async function database(): Promise<{ url: string; sql: postgres.Sql }> {
  const made = await createTestDatabase();
  const pool = openPool(made.url, { max: 2, name: 'latchkey tests' });
  closers.push(made.drop, pool.close);
  return { url: made.url, sql: pool.sql };
}

/** Replaces lines of the good backup and makes its hash fit again. */
async function forged(change: (lines: string[]) => string[]): Promise<string> {
  const lines = gunzipSync(await readFile(file))
    .toString('utf8')
    .split('\n')
    .slice(0, -2);
  const text = change(lines)
    .map((line) => `${line}\n`)
    .join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const path = join(folder, `forged-${Math.abs(Number(process.hrtime.bigint() % 1_000_000_000n))}.gz`);
  await writeFile(path, gzipSync(`${text}${JSON.stringify({ sha256 })}\n`));
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  file = join(folder, 'whole.jsonl.gz');
  source = await database();
  await fillEveryTable(source.sql);
  await writeBackup(source.url, file, { now, marks: { NEXTAUTH_SECRET: '12ab' } });
});

afterAll(async () => {
  for (const close of closers.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('holds every table, each with rows, and is readable by its owner alone', async () => {
    const header = await verifyBackup(file);
    const content = await contentOf(source.sql);
    expect(header.tables.map((table) => table.name).sort()).toEqual(Object.keys(content).sort());
    expect(header.tables.filter((table) => table.rows === 0)).toEqual([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(header.marks).toEqual({ NEXTAUTH_SECRET: '12ab' });
  });

  it('carries all data there is: no sequence counts anything beside the tables', async () => {
    const rows = await source.sql`select relname from pg_class
      where relkind = 'S' and relnamespace = 'public'::regnamespace`;
    expect(rows).toHaveLength(0);
  });

  it('is one moment, although rows are written while it is made', async () => {
    const busy = await database();
    let done = false;
    const writing = (async () => {
      for (let i = 0; !done; i++) {
        await busy.sql`insert into organizations values (${`org ${i}`}, 'x', now(), now())`;
        await busy.sql`insert into properties (id, org_id, name, timezone, currency, created_at, updated_at)
          values (${`prp ${i}`}, ${`org ${i}`}, 'x', 'UTC', 'EUR', now(), now())`;
      }
    })();
    for (let i = 0; i < 5; i++) {
      const path = join(folder, 'busy.gz');
      await writeBackup(busy.url, path, { now, marks: {} });
      const counts = new Map((await verifyBackup(path)).tables.map((one) => [one.name, one.rows]));
      const [organizations = 0, properties = 0] = [counts.get('organizations'), counts.get('properties')];
      expect(organizations - properties).toBeOneOf([0, 1]);
    }
    done = true;
    await writing;
  });

  it('of a database that never was ours is refused, and no file appears', async () => {
    const empty = await database();
    await empty.sql.unsafe('drop schema drizzle cascade');
    const path = join(folder, 'nothing.gz');
    await expect(writeBackup(empty.url, path, { now, marks: {} })).rejects.toThrow('holds no Latchkey');
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it('loads what is referred to first, and says so where that cannot be', () => {
    const refs = [
      { from: 'stays', to: 'units' },
      { from: 'units', to: 'organizations' },
    ];
    expect(referencesFirst(['stays', 'units', 'organizations'], refs)).toEqual([
      'organizations',
      'units',
      'stays',
    ]);
    expect(() =>
      referencesFirst(
        ['a', 'b'],
        [
          { from: 'a', to: 'b' },
          { from: 'b', to: 'a' },
        ],
      ),
    ).toThrow('circle');
  });
});

describe('a restore', () => {
  it('gives every row back as it was, and the constraints with it', async () => {
    const target = await database();
    await restoreBackup(target.url, file, { replace: false });
    expect(await contentOf(target.sql)).toEqual(await contentOf(source.sql));
    const [hold] = await target.sql`select unit_id, stay_id, nights::text from holds limit 1`;
    const overlapping = target.sql`insert into holds (id, org_id, unit_id, stay_id, nights, created_at)
      select 'new', org_id, unit_id, (select id from stays where id <> ${hold?.stay_id} limit 1), nights, now()
      from holds where stay_id = ${hold?.stay_id}`;
    await expect(overlapping).rejects.toMatchObject({ constraint_name: 'holds_one_per_night' });
    await expect(target.sql`delete from units where id = ${hold?.unit_id}`).rejects.toMatchObject({
      code: '23001',
    });
  });

  it('works in a database without a single table, and the next start finds nothing to migrate', async () => {
    const target = await database();
    await target.sql.unsafe('drop schema public cascade; create schema public; drop schema drizzle cascade');
    await restoreBackup(target.url, file, { replace: false });
    const applied = () => target.sql`select hash from drizzle.__drizzle_migrations order by id`;
    const before = await applied();
    await migrate(target.url);
    expect(await applied()).toEqual(before);
    expect(await contentOf(target.sql)).toEqual(await contentOf(source.sql));
  });

  it('into a database that holds rows is refused, unless they are to be replaced', async () => {
    const target = await database();
    await target.sql`insert into organizations values ('org', 'Kept', now(), now())`;
    const before = await contentOf(target.sql);
    await expect(restoreBackup(target.url, file, { replace: false })).rejects.toThrow(
      /not empty.*1 in organizations.*--replace/,
    );
    expect(await contentOf(target.sql)).toEqual(before);
    await restoreBackup(target.url, file, { replace: true });
    expect(await contentOf(target.sql)).toEqual(await contentOf(source.sql));
  });

  it('of rows that the constraints refuse changes nothing', async () => {
    const target = await database();
    await target.sql`insert into organizations values ('org', 'Kept', now(), now())`;
    const before = await contentOf(target.sql);
    const doubled = await forged((lines) => {
      const at = lines.indexOf('{"table":"users"}') + 1;
      return lines.map((line, i) => (i === at + 1 ? (lines[at] ?? '') : line));
    });
    await expect(restoreBackup(target.url, doubled, { replace: true })).rejects.toMatchObject({
      code: '23505',
    });
    expect(await contentOf(target.sql)).toEqual(before);
  });

  it('refuses what a newer version made, and what names columns that its version has not', async () => {
    const target = await database();
    const head = (change: (text: string) => string) =>
      forged((lines) => [change(lines[0] ?? ''), ...lines.slice(1)]);
    const newer = await head((text) =>
      text.replace(/("migrations":\[[^\]]*)\]/, '$1,{"tag":"9999_x","hash":"x"}]'),
    );
    await expect(restoreBackup(target.url, newer, { replace: true })).rejects.toThrow('newer Latchkey');
    const other = await head((text) => text.replace(/"hash":"[0-9a-f]+"/, '"hash":"00"'));
    await expect(restoreBackup(target.url, other, { replace: true })).rejects.toThrow('another line');
    const sly = await head((text) => text.replace('"type":"text"', '"type":"text; drop table users"'));
    await expect(restoreBackup(target.url, sly, { replace: true })).rejects.toThrow(
      'not those of its version',
    );
    const future = await head((text) => text.replace('"latchkeyBackup":1', '"latchkeyBackup":2'));
    await expect(restoreBackup(target.url, future, { replace: true })).rejects.toThrow('newer Latchkey');
  });

  it('is refused while the app is connected, and beside tables that are not ours', async () => {
    const target = await database();
    const app = openPool(target.url, { max: 1 });
    await app.sql`select 1`;
    await expect(restoreBackup(target.url, file, { replace: true })).rejects.toThrow('app is connected');
    await app.close();
    await target.sql.unsafe('create table cats (name text)');
    await expect(restoreBackup(target.url, file, { replace: true })).rejects.toThrow("not Latchkey's (cats)");
  });
});

describe('a file that is not whole', () => {
  it('with one byte changed, wherever, is refused', async () => {
    const whole = await readFile(file);
    // From the end of gzip's own header on: those ten bytes say when and where it was packed, and nothing of ours.
    for (let at = 10; at < whole.length; at += 13) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const path = join(folder, 'damaged.gz');
      await writeFile(path, damaged);
      await expect(verifyBackup(path), `byte ${at}`).rejects.toThrow(/damaged|cut short|not a backup/);
    }
  });

  it('cut short, wherever, is refused', async () => {
    const whole = await readFile(file);
    const path = join(folder, 'short.gz');
    for (let length = 0; length < whole.length; length += 97) {
      await writeFile(path, whole.subarray(0, length));
      await expect(verifyBackup(path), `${length} bytes`).rejects.toThrow(/cut short|not a backup/);
    }
    await writeFile(path, whole.subarray(0, whole.length - 1));
    await expect(verifyBackup(path)).rejects.toThrow('cut short');
  });

  it('packed again without its end, a row or a table is refused', async () => {
    const lines = gunzipSync(await readFile(file))
      .toString('utf8')
      .split('\n');
    const path = join(folder, 'repacked.gz');
    await writeFile(path, gzipSync(`${lines.slice(0, -2).join('\n')}\n`));
    await expect(verifyBackup(path)).rejects.toThrow('cut short');
    await expect(verifyBackup(await forged((all) => all.slice(0, -1)))).rejects.toThrow('rows of');
    const at = lines.indexOf('{"table":"users"}');
    await expect(verifyBackup(await forged((all) => all.toSpliced(at, 1)))).rejects.toThrow('more rows');
    await expect(verifyBackup(await forged((all) => [...all, all.at(-1) ?? '']))).rejects.toThrow(
      'more rows',
    );
  });

  it('changes nothing in the database and says why', async () => {
    const target = await database();
    await target.sql`insert into organizations values ('org', 'Kept', now(), now())`;
    const before = await contentOf(target.sql);
    const damaged = Buffer.from(await readFile(file));
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1;
    const path = join(folder, 'damaged.gz');
    await writeFile(path, damaged);
    await expect(restoreBackup(target.url, path, { replace: true })).rejects.toThrow(
      /damaged.*database was not changed/,
    );
    expect(await contentOf(target.sql)).toEqual(before);
  });

  it('that is no backup at all is told apart', async () => {
    const path = join(folder, 'letter.txt');
    await writeFile(path, 'Dear all');
    await expect(verifyBackup(path)).rejects.toThrow('not a backup of Latchkey');
    await writeFile(path, gzipSync('{"some":"json"}\n'));
    await expect(verifyBackup(path)).rejects.toThrow('not a backup of Latchkey');
    await expect(verifyBackup(join(folder, 'absent'))).rejects.toThrow('There is no file');
    await expect(verifyBackup(folder)).rejects.toThrow('is a folder');
  });
});
