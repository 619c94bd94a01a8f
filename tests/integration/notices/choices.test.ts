import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as createKey } from '#app/api/keys/route.ts';
import { GET as getChoices, PUT as setChoice } from '#app/api/notices/choices/route.ts';
import { POST as beginTelegram, DELETE as endTelegram } from '#app/api/notices/telegram/route.ts';
import { POST as sendTest } from '#app/api/notices/test/route.ts';
import { NoticeChoices } from '#lib/domain/notices/schemas.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';
import { newMember, newOwner, type Person } from '../people/team.ts';

let world: TestRuntime;
let owner: Person;
let viewer: Person;
beforeAll(async () => {
  world = await startTestRuntime({ env: { SIGNUP: 'open' } });
  owner = await newOwner();
  viewer = await newMember(owner, 'viewer');
});
afterAll(() => world.end());

const choicesOf = async (person: Person) =>
  NoticeChoices.parse((await person.visitor.send(getChoices, 'GET')).body);

describe('what somebody is told of', () => {
  it('is theirs alone, and follows their role until they say otherwise', async () => {
    const [mine, theirs] = [await choicesOf(owner), await choicesOf(viewer)];
    expect(mine.kinds.find(({ kind }) => kind === 'conflict')).toMatchObject({ mail: true, telegram: true });
    expect(theirs.kinds.find(({ kind }) => kind === 'conflict')).toMatchObject({ mail: false });
    expect(theirs.kinds.map(({ kind }) => kind)).not.toContain('bell_silent');
    const body = { kind: 'conflict', medium: 'mail', isOn: false };
    const set = await owner.visitor.send(setChoice, 'PUT', { body });
    expect(set.body.kinds[0]).toEqual({ kind: 'conflict', mail: false, telegram: true });
    expect((await choicesOf(viewer)).kinds).toEqual(theirs.kinds);
    expect((await choicesOf(await newOwner())).kinds[0]).toMatchObject({ mail: true });
  });

  it.each([
    ['a kind that there is not', { kind: 'weather', medium: 'mail', isOn: true }, 400],
    ['a medium that there is not', { kind: 'conflict', medium: 'pigeon', isOn: true }, 400],
    ['somebody else’s', { kind: 'conflict', medium: 'mail', isOn: true, userId: 'usr_1' }, 400],
    ['a kind that their role does not see', { kind: 'bell_silent', medium: 'mail', isOn: true }, 403],
  ])('is not changed by %s', async (_, body, status) => {
    expect((await viewer.visitor.send(setChoice, 'PUT', { body })).status).toBe(status);
  });

  it('says that this installation has no mail and no bot', async () => {
    expect(await choicesOf(owner)).toMatchObject({
      mail: { isConfigured: false },
      telegram: { isConfigured: false, linkedAt: null, codeExpiresAt: null },
    });
    const tested = await owner.visitor.send(sendTest, 'POST', { body: { medium: 'mail' } });
    expect(tested).toMatchObject({ status: 200, body: { ok: false, error: { code: 'not_configured' } } });
    expect((await owner.visitor.send(beginTelegram, 'POST')).status).toBe(503);
    expect((await owner.visitor.send(endTelegram, 'DELETE')).status).toBe(204);
  });

  it('is closed to programs', async () => {
    const made = await owner.visitor.send(createKey, 'POST', { body: { name: 'Key', role: 'owner' } });
    const program = new Visitor();
    const headers = { authorization: `Bearer ${made.body.key}` };
    for (const [handler, method, body] of [
      [getChoices, 'GET', undefined],
      [setChoice, 'PUT', { kind: 'conflict', medium: 'mail', isOn: true }],
      [sendTest, 'POST', { medium: 'mail' }],
      [beginTelegram, 'POST', undefined],
      [endTelegram, 'DELETE', undefined],
    ] as const) {
      expect(await program.send(handler, method, { headers, body })).toMatchObject({ status: 403 });
    }
  });

  it('sends ten tests in a quarter of an hour, no more', async () => {
    const sender = await newOwner();
    const answers = [];
    for (let i = 0; i < 11; i++) {
      answers.push((await sender.visitor.send(sendTest, 'POST', { body: { medium: 'mail' } })).status);
    }
    expect(answers).toEqual([...Array(10).fill(200), 429]);
  });
});
