import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noticeMessages, telegramChats } from '#db/schema/notices.ts';
import { memberships, organizations, users } from '#db/schema/organizations.ts';
import { jobs, journal } from '#db/schema/work.ts';
import { getNoticeChoices } from '#lib/domain/notices/choices.ts';
import { sendMessage } from '#lib/domain/notices/send-message.ts';
import { sendTest } from '#lib/domain/notices/send-test.ts';
import { beginTelegramLink, endTelegramLink } from '#lib/domain/notices/telegram-link.ts';
import { createMailer } from '#lib/platform/mail.ts';
import { createTelegram } from '#lib/platform/telegram.ts';
import { headerOf, textOf } from '#tests/support/smtp-host.ts';
import { type NoticeWorld, newConflict, newMember, newOrg, noticeWorld, scanAndSend, work } from './world.ts';

let here: NoticeWorld;
beforeAll(async () => {
  here = await noticeWorld();
});
afterAll(() => here.close());
beforeEach(async () => {
  await here.world.db.delete(organizations);
  await here.world.db.delete(users);
  await here.world.db.delete(jobs);
  here.smtp.mails.length = 0;
  here.smtp.refuseWith = null;
  here.telegram.sent.length = 0;
  here.telegram.calls.length = 0;
  here.telegram.waitSeconds = null;
  here.telegram.blockedBy.clear();
});

const messages = () => here.world.db.select().from(noticeMessages);
const sendJobs = async () =>
  (await here.world.db.select().from(jobs)).filter(({ kind }) => kind === 'notice.send');

describe('a mail', () => {
  it('that is refused for its address is not tried again', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConflict(ctx);
    here.smtp.refuseWith = 550;
    await scanAndSend(here.world);
    expect(await messages()).toMatchObject([
      { status: 'failed', attempts: 1, lastError: 'The mail server refuses this address (550).' },
    ]);
    expect(await sendJobs()).toEqual([]);
  });

  it('that is put off is tried again, later each time, and arrives once', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConflict(ctx);
    here.smtp.refuseWith = 451;
    await scanAndSend(here.world);
    const [first] = await sendJobs();
    const waits = (first?.dueAt.epochMilliseconds ?? 0) - here.clock.now().epochMilliseconds;
    expect(waits).toBeGreaterThanOrEqual(10_000);
    expect(waits).toBeLessThanOrEqual(20_000);
    here.clock.advance({ seconds: 25 });
    await work(here.world);
    const [second] = await sendJobs();
    expect(
      (second?.dueAt.epochMilliseconds ?? 0) - here.clock.now().epochMilliseconds,
    ).toBeGreaterThanOrEqual(20_000);
    here.smtp.refuseWith = null;
    here.clock.advance({ minutes: 2 });
    await work(here.world);
    await work(here.world);
    expect(here.smtp.mails).toHaveLength(1);
    expect(await messages()).toMatchObject([{ status: 'sent', attempts: 3, lastError: null }]);
  });

  it('ends after twelve attempts', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConflict(ctx);
    here.smtp.refuseWith = 451;
    await scanAndSend(here.world);
    for (let i = 0; i < 14; i++) {
      here.clock.advance({ hours: 3 });
      await work(here.world);
    }
    expect(await messages()).toMatchObject([{ status: 'failed', attempts: 12 }]);
    expect(await sendJobs()).toEqual([]);
  });

  it('that was sent is not sent again, however often its job comes', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConflict(ctx);
    await scanAndSend(here.world);
    const [message] = await messages();
    for (let i = 0; i < 3; i++) await sendMessage(ctx, message?.id ?? '', 0.5);
    expect(here.smtp.mails).toHaveLength(1);
    expect(headerOf(here.smtp.mails[0] ?? { from: '', to: [], raw: '' }, 'message-id')).toBe(
      `<${message?.id}@latchkey.test>`,
    );
  });

  it("of another organization's message is not sent", async () => {
    const [ours, theirs] = [await newOrg(here.world), await newOrg(here.world)];
    await newMember(theirs, 'owner');
    await newConflict(theirs);
    here.smtp.refuseWith = 451;
    await scanAndSend(here.world);
    here.smtp.refuseWith = null;
    const [message] = await messages();
    await sendMessage(ours, message?.id ?? '', 0.5);
    expect(here.smtp.mails).toEqual([]);
  });

  it('to somebody who has left meanwhile is not sent', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConflict(ctx);
    here.smtp.refuseWith = 451;
    await scanAndSend(here.world);
    here.smtp.refuseWith = null;
    await here.world.db.delete(memberships);
    here.clock.advance({ minutes: 1 });
    await work(here.world);
    expect(here.smtp.mails).toEqual([]);
    expect(await messages()).toMatchObject([{ status: 'failed', lastError: 'not a member any more' }]);
  });

  it.each([
    ['a wrong password', (url: string) => url.replace('right', 'wrong'), 'misconfigured'],
    ['nobody at the port', () => 'smtp://127.0.0.1:9', 'unreachable'],
  ])('says what is wrong without a secret: %s', async (_, bend, code) => {
    const ctx = await newOrg(here.world);
    const mail = createMailer({ url: bend(here.smtp.url), from: 'a@example.org', host: 'x' });
    const owner = await newMember({ ...ctx, media: { mail, telegram: null } }, 'owner');
    const tested = await sendTest(owner.ctx, 'mail');
    expect(tested).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(tested)).not.toMatch(/wrong horse|right horse|latchkey:/);
  });

  it('is sent as a test, in two forms, and fetches nothing', async () => {
    const owner = await newMember(await newOrg(here.world), 'owner', { locale: 'fr' });
    expect(await sendTest(owner.ctx, 'mail')).toEqual({ ok: true, error: null });
    const [mail] = here.smtp.mails;
    expect(mail?.to).toEqual([owner.email]);
    expect(mail && headerOf(mail, 'subject')).toBe('Un essai de Latchkey');
    expect(mail && headerOf(mail, 'auto-submitted')).toBe('auto-generated');
    expect(mail?.raw).toMatch(/multipart\/alternative/);
    expect(mail && textOf(mail)).toContain('Sea House');
    expect(mail && textOf(mail)).not.toMatch(/<img|<link/);
  });
});

describe('a chat', () => {
  const told = async (more: { chatId?: string } = { chatId: '77' }) => {
    const ctx = await newOrg(here.world);
    const owner = await newMember(ctx, 'owner', more);
    await newConflict(ctx);
    return owner;
  };
  const telegramMessage = async () => (await messages()).find(({ medium }) => medium === 'telegram');

  it('that asks to wait is told when it said, not before', async () => {
    await told();
    here.telegram.waitSeconds = 7;
    await scanAndSend(here.world);
    expect(here.telegram.sent).toEqual([]);
    const [job] = await sendJobs();
    expect(job?.dueAt.toString()).toBe(here.clock.now().add({ seconds: 7 }).toString());
    here.clock.advance({ seconds: 7 });
    await work(here.world);
    expect(here.telegram.sent).toHaveLength(1);
    expect(await telegramMessage()).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('whose person blocked the bot is unlinked, and the mail still arrives', async () => {
    const owner = await told();
    here.telegram.blockedBy.add('77');
    await scanAndSend(here.world);
    expect(await telegramMessage()).toMatchObject({ status: 'failed' });
    expect(here.smtp.mails).toHaveLength(1);
    expect((await getNoticeChoices(owner.ctx)).telegram.linkedAt).toBeNull();
    expect(await sendTest(owner.ctx, 'telegram')).toMatchObject({ ok: false, error: { code: 'not_linked' } });
  });

  it('keeps the bot’s token out of what is told and kept', async () => {
    const wrong = createTelegram({ token: '999:wrong-secret', apiUrl: here.telegram.url });
    const ctx = { ...(await newOrg(here.world)), media: { mail: null, telegram: wrong } };
    const owner = await newMember(ctx, 'owner', { chatId: '1' });
    const tested = await sendTest(owner.ctx, 'telegram');
    expect(tested).toMatchObject({ ok: false, error: { code: 'misconfigured' } });
    expect(JSON.stringify(tested)).not.toContain('wrong-secret');
  });
});

describe('linking a chat', () => {
  const chats = () => here.world.db.select().from(telegramChats);

  it('takes the code once, from whoever sends it, and asks for nothing before and after', async () => {
    const owner = await newMember(await newOrg(here.world), 'owner');
    await work(here.world);
    expect(here.telegram.calls).toEqual([]);
    const made = await beginTelegramLink(owner.ctx);
    expect(made.link).toBe(`https://t.me/latchkey_test_bot?start=${made.code}`);
    expect(JSON.stringify([await chats(), await here.world.db.select().from(journal)])).not.toContain(
      made.code,
    );
    here.telegram.write(41, '/start');
    await work(here.world);
    expect((await getNoticeChoices(owner.ctx)).telegram).toMatchObject({
      linkedAt: null,
      codeExpiresAt: made.expiresAt,
    });
    here.telegram.write(42, `/start ${made.code}`);
    here.telegram.write(666, made.code);
    here.clock.advance({ seconds: 3 });
    await work(here.world);
    expect(await chats()).toMatchObject([{ userId: owner.id, chatId: '42', codeHash: null }]);
    expect(here.telegram.sent).toMatchObject([
      { chatId: '42', text: expect.stringMatching(/^Linked/) },
      { chatId: '666', text: expect.stringMatching(/unknown or has run out/) },
    ]);
    const asked = here.telegram.calls.length;
    here.clock.advance({ minutes: 1 });
    await work(here.world);
    expect(here.telegram.calls).toHaveLength(asked);
    expect(await sendTest(owner.ctx, 'telegram')).toEqual({ ok: true, error: null });
  });

  it('ends with the code’s quarter of an hour, and with a newer code', async () => {
    const owner = await newMember(await newOrg(here.world), 'owner');
    const first = await beginTelegramLink(owner.ctx);
    const second = await beginTelegramLink(owner.ctx);
    here.telegram.write(1, `/start ${first.code}`);
    await work(here.world);
    expect((await chats())[0]?.chatId).toBeNull();
    here.clock.advance({ minutes: 15 });
    here.telegram.write(1, `/start ${second.code}`);
    await work(here.world);
    expect((await chats())[0]?.chatId).toBeNull();
    expect(
      (await here.world.db.select().from(jobs)).filter(({ kind }) => kind === 'telegram.receive'),
    ).toEqual([]);
  });

  it('is undone by the person, twice is once, and written down', async () => {
    const ctx = await newOrg(here.world);
    const owner = await newMember(ctx, 'owner', { chatId: '9' });
    await endTelegramLink(owner.ctx);
    await endTelegramLink(owner.ctx);
    expect(await chats()).toEqual([]);
    expect(await here.world.db.select().from(journal)).toMatchObject([
      { action: 'user.changed', subjectId: owner.id, after: { fields: ['telegram'], isLinked: false } },
    ]);
  });
});
