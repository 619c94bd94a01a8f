import { randomInt } from 'node:crypto';
import { sendMessage } from '#lib/domain/notices/send-message.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, done } from './outcome.ts';

/** One message to one person. What the mail server or Telegram refuses is the message's to record and to time. */
export const noticeSend = organizationHandler(JOBS['notice.send'], async (ctx, { messageId }) => {
  const { retryAt, reason } = await sendMessage(ctx, messageId, randomInt(1_000_000) / 1_000_000);
  return retryAt ? again(retryAt, reason ? { reason } : {}) : done;
});
