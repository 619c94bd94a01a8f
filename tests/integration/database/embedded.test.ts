import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, withLock } from '#db/embedded/lock.ts';
import { readRecord } from '#db/embedded/place.ts';
import { type Embedded, type EmbeddedOptions, removeEmbedded, startEmbedded } from '#db/embedded/start.ts';

let folder: string;
let options: EmbeddedOptions;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-embedded-'));
  options = {
    dataDir: join(folder, 'postgres'),
    port: 54_390,
    portIsFixed: false,
    durable: false,
    database: 'latchkey',
  };
});

afterEach(async () => {
  await removeEmbedded(options.dataDir);
  await rm(folder, { recursive: true, force: true });
});

async function ask(server: Embedded, query: string): Promise<readonly postgres.Row[]> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(query);
  } finally {
    await sql.end();
  }
}

async function clusterFolder(): Promise<string> {
  return (await readRecord(options.dataDir))?.dataDir ?? '';
}

async function postmasterPid(): Promise<number> {
  const text = await readFile(join(await clusterFolder(), 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

describe('the embedded Postgres', () => {
  it('started a second time is the same server, and two starts at once are one', async () => {
    const [one, two] = await Promise.all([startEmbedded(options), startEmbedded(options)]);
    expect([one.adopted, two.adopted].sort()).toEqual([false, true]);
    expect(two.url).toBe(one.url);
  });

  it('keeps what was written through kill -9 and through a clean stop', async () => {
    const first = await startEmbedded(options);
    await ask(first, 'create table kept (id int); insert into kept values (1)');
    process.kill(await postmasterPid(), 'SIGKILL');
    const second = await startEmbedded(options);
    expect(second.adopted).toBe(false);
    await second.stop();
    await second.stop();
    const third = await startEmbedded(options);
    expect(await ask(third, 'select id from kept')).toEqual([{ id: 1 }]);
  });

  it('does not take a stranger with the number of its dead server for itself', async () => {
    const first = await startEmbedded(options);
    await first.stop();
    const file = join(await clusterFolder(), 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${await clusterFolder()}\n1\n${options.port}\n\n127.0.0.1\n`);
    expect((await startEmbedded(options)).adopted).toBe(false);
  });

  it('takes another port where its own is taken, and says so where that port was asked for', async () => {
    const stranger = createServer().listen(options.port, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    try {
      await expect(startEmbedded({ ...options, portIsFixed: true })).rejects.toThrow('Port 54390 is taken');
      expect(new URL((await startEmbedded(options)).url).port).not.toBe('54390');
    } finally {
      stranger.close();
    }
  });

  it('keeps its password where only we can read it', async () => {
    await startEmbedded(options);
    expect((await stat(`${options.dataDir}.json`)).mode & 0o077).toBe(0);
  });
});

describe('the lock', () => {
  it('lets one in at a time', async () => {
    let inside = 0;
    const seen: number[] = [];
    const enter = () =>
      withLock(join(folder, 'lock'), async () => {
        inside += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen.push(inside);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(seen).toEqual([1, 1, 1]);
  });

  it('of a dead owner is taken over', async () => {
    const dead = 4_000_000;
    expect(isAlive(dead)).toBe(false);
    const lock = join(folder, 'lock');
    await mkdir(lock);
    await writeFile(join(lock, 'pid'), String(dead));
    expect(await withLock(lock, async () => 'in')).toBe('in');
  });
});
