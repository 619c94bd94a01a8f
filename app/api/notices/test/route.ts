import { countTest } from '#lib/auth/throttle.ts';
import { sendTest } from '#lib/domain/notices/send-test.ts';
import { testNoticeApi } from '#lib/web/api/notices.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(testNoticeApi, async ({ ctx, body }) => {
  await countTest(ctx.actor.id ?? '');
  return sendTest(ctx, body.medium);
});
