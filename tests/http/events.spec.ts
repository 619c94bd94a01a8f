import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { night } from './estate.ts';
import { newTeam, type Team } from './team.ts';

let us: Team;
let them: Team;
let unitId: string;
const open: ClientRequest[] = [];

beforeAll(async () => {
  [us, them] = await Promise.all([newTeam(), newTeam()]);
  const house = { name: 'House', timezone: 'Europe/Paris', currency: 'EUR' };
  const made = await us.as.owner('/api/properties', { method: 'POST', body: house });
  unitId = made.body.units[0].id;
});
afterAll(() => {
  for (const one of open) one.destroy();
});

type Stream = { status: number; headers: IncomingHttpHeaders; text: () => string; close: () => void };

/** Reads as it comes, over a connection of its own. */
function listen(team: Team): Promise<Stream> {
  const { hostname, port } = new URL(inject('world').appUrl);
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${team.ownerKey}`, 'accept-encoding': 'gzip, br' };
    const asked = request({ hostname, port, path: '/api/events', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => {}); // cut by the test itself
      const close = () => void asked.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: () => text, close });
    });
    open.push(asked.once('error', reject));
    asked.end();
  });
}

async function until(check: () => boolean, what: string, ms = 5_000): Promise<void> {
  const end = Date.now() + ms;
  while (!check()) {
    if (Date.now() > end) throw new Error(`still not so after ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the stream of events', () => {
  it('brings a change within a second, unpacked and unheld, to the organization it belongs to alone', async () => {
    const [mine, other] = await Promise.all([listen(us), listen(them)]);
    expect(mine.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store, no-transform',
    });
    expect(mine.headers['content-encoding']).toBeUndefined();
    await until(() => /event: (ready|resync)/.test(mine.text()), 'listening');
    await until(() => /event: (ready|resync)/.test(other.text()), 'listening');
    const body = { unitId, from: night(30), to: night(32) };
    expect((await us.as.owner('/api/blocks', { method: 'POST', body })).status).toBe(201);
    await until(() => mine.text().includes('event: news'), 'the news', 1_000);
    expect(mine.text()).toContain(JSON.stringify({ topics: ['calendar'], unitIds: [unitId] }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(other.text()).not.toContain('event: news');
    mine.close();
    other.close();
  });

  it('is nobody’s without a key', async () => {
    const nobody = { ...us, ownerKey: 'lk_0' };
    expect((await listen(nobody)).status).toBe(401);
  });

  it('is open eight times at most for one key, and room comes back when one hangs up', async () => {
    const streams: Stream[] = [];
    for (let i = 0; i < 9; i++) streams.push(await listen(them));
    expect(streams.map(({ status }) => status).filter((status) => status === 429).length).toBeGreaterThan(0);
    for (const stream of streams) stream.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await listen(them)).status).toBe(200);
  });

  it('answers HEAD without opening one', async () => {
    const answer = await us.as.owner('/api/events', { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, text: '' });
  });
});
