import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bells, jobs } from '#db/schema/work.ts';
import { expectQstash, standIn } from '#lib/domain/runs/bells.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type NoticeWorld, noticeWorld, scanAndSend } from './world.ts';

let here: NoticeWorld;
let server: Server;
let beats = 0;
beforeAll(async () => {
  server = createServer((_, response) => {
    beats += 1;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  here = await noticeWorld({ HEARTBEAT_URL: `http://127.0.0.1:${port}/beat` });
});
afterAll(async () => {
  await here.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  beats = 0;
  await here.world.db.delete(jobs);
  await here.world.db.delete(bells);
});

describe('the heartbeat', () => {
  it('beats once a minute while work is done', async () => {
    await scanAndSend(here.world);
    expect(beats).toBe(1);
    const [job] = await here.world.db.select().from(jobs);
    expect(job?.dueAt.toString()).toBe(here.clock.now().add({ seconds: 60 }).toString());
  });

  it('falls silent while the bell that was chosen is', async () => {
    await expectQstash(here.world);
    await standIn(here.world, 'silent');
    await scanAndSend(here.world);
    expect(beats).toBe(0);
  });

  it('falls silent while work is late', async () => {
    await scanAndSend(here.world);
    const longAgo = here.clock.now().subtract({ hours: 1 });
    const stuck = { id: newId('job'), kind: 'connection.sync', key: 'x', payload: {}, createdAt: longAgo };
    await here.world.db.insert(jobs).values({ ...stuck, dueAt: longAgo });
    beats = 0;
    // Work that is done in time here, beside work that is not.
    const { noticesScan } = await import('#lib/jobs/notices-scan.ts');
    if (noticesScan.scope === 'instance') await noticesScan.run(here.world, {});
    expect(beats).toBe(0);
  });

  it('falls silent where the scan fails', async () => {
    const { noticesScan } = await import('#lib/jobs/notices-scan.ts');
    const broken = {
      ...here.world,
      db: new Proxy(here.world.db, {
        get: () => () => {
          throw new Error('away');
        },
      }),
    };
    const run = noticesScan.scope === 'instance' ? noticesScan.run(broken, {}) : Promise.resolve();
    await expect(run).rejects.toThrow('away');
    expect(beats).toBe(0);
  });
});
