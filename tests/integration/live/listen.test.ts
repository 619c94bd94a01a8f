import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, listen } from '#db/listen.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
let admin: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = postgres(database.url, { max: 1 });
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** A way to Postgres that a test can close and open: what a restart looks like from here. */
class Door {
  readonly #target: URL;
  #server: Server | null = null;
  readonly #sockets = new Set<Socket>();
  port = 0;

  constructor(url: string) {
    this.#target = new URL(url);
  }

  async open(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port), this.#target.hostname);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port; // it listens on TCP
    this.#server = server;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  get url(): string {
    const url = new URL(this.#target);
    [url.hostname, url.port] = ['127.0.0.1', String(this.port)];
    return url.href;
  }
}

async function until(check: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!check()) {
    if (Date.now() > end) throw new Error(`still not so after ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('listens through a Postgres that is not there yet, goes away for a while and comes back', async () => {
  const door = new Door(database.url);
  await door.open();
  await door.close();
  const heard: string[] = [];
  const listening: Listening = listen(door.url, {
    channel: 'listen_test',
    onMessage: (text) => heard.push(text),
    onUp: () => heard.push('up'),
    onDown: () => heard.push('down'),
  });
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(heard).toEqual([]); // and it has asked several times
  await door.open();
  await until(() => heard.includes('up'), 'up');
  await admin.notify('listen_test', 'one');
  await until(() => heard.includes('one'), 'the first message');
  await door.close();
  await until(() => heard.includes('down'), 'down');
  await new Promise((resolve) => setTimeout(resolve, 600));
  await door.open();
  await until(() => heard.filter((word) => word === 'up').length === 2, 'up again');
  await admin.notify('listen_test', 'two');
  await until(() => heard.includes('two'), 'the second message');
  expect(heard).toEqual(['up', 'one', 'down', 'up', 'two']);
  await listening.close();
  await door.close();
});
