import { pollQueues } from '#lib/domain/intake/poll-queues.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, cancel } from './outcome.ts';

/** Takes what waits in a channel's queues, and the date of the next time. */
export const queuesPoll = organizationHandler(JOBS['queues.poll'], async (ctx, { connectionId }) => {
  const nextAt = await pollQueues(ctx, connectionId);
  return nextAt === null ? cancel('the connection is gone, paused or waits for a person') : again(nextAt);
});
