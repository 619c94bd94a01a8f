import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST as configureRoute } from '#app/api/integrations/[provider]/configure/route.ts';
import { GET as detailRoute, DELETE as disconnectRoute } from '#app/api/integrations/[provider]/route.ts';
import { POST as testRoute } from '#app/api/integrations/[provider]/test/route.ts';
import { GET as statusRoute } from '#app/api/integrations/status/route.ts';
import { GET as journalRoute } from '#app/api/journal/route.ts';
import { markTrouble } from '#lib/domain/connections/mark-trouble.ts';
import { getAccess, withAccess } from '#lib/domain/connections/with-access.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import type { Answer } from '#tests/support/visitor.ts';
import {
  AIRBNB,
  begin,
  comeBack,
  connected,
  dump,
  newHost,
  type Owner,
  startWorld,
  type World,
} from './world.ts';

let world: World;
let owner: Owner;
const told: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  owner = await newHost(world);
});
afterAll(() => world.runtime.end());

const keep = (answer: Answer): Answer => {
  told.push(JSON.stringify([answer.body, [...answer.headers]]));
  return answer;
};
const send = async (handler: RouteHandler, method: string, body?: object) =>
  keep(await owner.visitor.send(handler, method, { params: AIRBNB, ...(body ? { body } : {}) }));
const quietly = (work: Promise<unknown>) => work.catch(() => undefined);

/** Everything that can happen to tokens, the failures above all: what fails is what gets logged. */
async function live(): Promise<void> {
  const { channel, clock } = world;
  for (const secret of ['SECRET-api', 'whsec_SECREThook0123456789']) channel.secrets.add(secret);
  await send(configureRoute, 'POST', {
    apiKey: 'own',
    apiSecret: 'SECRET-api',
    webhookSecret: 'whsec_SECREThook0123456789',
  });
  for (const failing of ['exchange', 'account'] as const) {
    for (const error of [new ChannelError('malformed', 'It is so.'), new TypeError('a defect')]) {
      channel.before[failing] = async () => Promise.reject(error);
      channel.before.revoke = async () => Promise.reject(new TypeError('a defect'));
      keep(await comeBack(owner, channel.consent(await begin(owner), '77')));
      channel.before = {};
    }
  }
  const { id } = await connected(world, owner, '77');
  clock.advance({ hours: 24 });
  await getAccess(owner.ctx, id);
  clock.advance({ hours: 24 });
  for (const error of [new ChannelError('transient', 'It is so.'), new TypeError('a defect')]) {
    channel.before.refresh = async () => Promise.reject(error);
    await quietly(getAccess(owner.ctx, id));
  }
  channel.before = {};
  await send(testRoute, 'POST');
  await markTrouble(owner.ctx, id, new ChannelError('limited', 'It is so.'));
  for (const handler of [detailRoute, statusRoute, journalRoute]) await send(handler, 'GET');
}

function findSecrets(text: string): string[] {
  return [...world.channel.secrets].filter((secret) => text.includes(secret));
}

it('no token, code, verifier or key stands in any row, log line, answer or journal entry in clear', async () => {
  await live();
  const alive = await dump(world);
  // The search can find: what is not secret is there, and so are the sealed tokens.
  expect(alive).toContain('Anna’s houses');
  expect(alive).toMatch(/connection\.connected/);
  expect(world.channel.secrets.size).toBeGreaterThan(15);
  expect(world.logged().length).toBeGreaterThan(500);
  expect(findSecrets(alive)).toEqual([]);
  world.channel.before.revoke = async () => Promise.reject(new ChannelError('auth', 'It is so.'));
  await send(disconnectRoute, 'DELETE');
  await connected(world, owner, '78');
  const [second] = [...world.channel.access.keys()].slice(-1);
  if (second) world.channel.access.delete(second);
  await quietly(withAccess(owner.ctx, 'con_unknown', async () => 1));
  expect(findSecrets(await dump(world))).toEqual([]);
  expect(findSecrets(world.logged())).toEqual([]);
  expect(findSecrets(told.join('\n'))).toEqual([]);
});

it('and what is logged of a failure still says what failed', () => {
  expect(world.logged()).toContain('no usable token');
  expect(world.logged()).toContain('could not be revoked');
});
