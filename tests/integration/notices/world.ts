import { telegramChats } from '#db/schema/notices.ts';
import { memberships, organizations, users } from '#db/schema/organizations.ts';
import { jobs } from '#db/schema/work.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import { openConflict } from '#lib/domain/conflicts/open-conflict.ts';
import { type Ctx, ctxFor, inTx } from '#lib/domain/ctx.ts';
import { oweOwnWork } from '#lib/jobs/housekeeping.ts';
import { noticeSend } from '#lib/jobs/notice-send.ts';
import { noticesScan } from '#lib/jobs/notices-scan.ts';
import { telegramReceive } from '#lib/jobs/telegram-receive.ts';
import { tick } from '#lib/jobs/tick.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { nightRange } from '#lib/kernel/nights.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { type FakeTelegram, fakeTelegram } from '#tests/support/fake-telegram.ts';
import { type SmtpHost, smtpHost } from '#tests/support/smtp-host.ts';
import { makeUnit } from '#tests/support/stays.ts';

export type NoticeWorld = {
  readonly world: TestRuntime;
  readonly clock: ReturnType<typeof testClock>;
  readonly smtp: SmtpHost;
  readonly telegram: FakeTelegram;
  readonly close: () => Promise<void>;
};

/** A world with a mail server and a bot of its own. */
export async function noticeWorld(env: Record<string, string> = {}): Promise<NoticeWorld> {
  const [smtp, telegram] = [await smtpHost(), await fakeTelegram()];
  const clock = testClock('2026-03-01T12:00:00Z');
  const world = await startTestRuntime({
    clock,
    env: {
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Latchkey <latchkey@example.org>',
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.url,
      ...env,
    },
  });
  const close = async () => {
    await world.end();
    await smtp.close();
    await telegram.close();
  };
  return { world, clock, smtp, telegram, close };
}

export async function newOrg(world: Runtime): Promise<Ctx> {
  const [id, now] = [newId('organization'), world.clock.now()];
  await world.db.insert(organizations).values({ id, name: 'Sea House', createdAt: now, updatedAt: now });
  return ctxFor(world, { provenOrg: id, actor: { kind: 'system', id: null }, requestId: 'req_test' });
}

/** A member, and what they may do themselves. */
export async function newMember(
  ctx: Ctx,
  role: Role,
  more: { locale?: string; chatId?: string } = {},
): Promise<{ ctx: Ctx; id: string; email: string }> {
  const [id, now] = [newId('user'), ctx.clock.now()];
  const email = `${id.slice(-10)}@example.com`;
  const times = { createdAt: now, updatedAt: now };
  await ctx.db.insert(users).values({ id, email, name: 'Somebody', locale: more.locale ?? 'en', ...times });
  await ctx.db
    .insert(memberships)
    .values({ id: newId('membership'), orgId: ctx.org, userId: id, role, ...times });
  if (more.chatId)
    await ctx.db
      .insert(telegramChats)
      .values({ userId: id, chatId: more.chatId, linkedAt: now, updatedAt: now });
  return { ctx: { ...ctx, actor: { kind: 'user', id, role } }, id, email };
}

/** Two claims on May 1 to 4, 2026. @returns the conflict's id */
export async function newConflict(ctx: Ctx): Promise<string> {
  const { unitId } = await makeUnit(ctx);
  const claims = [newId('stay'), newId('stay')] as const;
  const nights = nightRange('2026-05-01', '2026-05-04');
  const id = await inTx(ctx, (tx) => openConflict(tx, { unitId, kind: 'double_booking', claims, nights }));
  if (!id) throw new Error('the conflict was not news');
  return id;
}

const REGISTRY = {
  'notice.send': noticeSend,
  'notices.scan': noticesScan,
  'telegram.receive': telegramReceive,
};

/** Scans now, and sends what is due. */
export async function scanAndSend(world: Runtime): Promise<void> {
  await oweOwnWork(world, 'notices.scan');
  await world.db.update(jobs).set({ dueAt: world.clock.now() });
  await tick(world, { registry: REGISTRY });
}

/** Works what is due by now, without asking for a scan. */
export async function work(world: Runtime): Promise<void> {
  await tick(world, { registry: REGISTRY });
}
