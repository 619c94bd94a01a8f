import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, done } from './outcome.ts';

/** Tells a channel what is owed, and comes back where something is still owed. */
export const channelPush = organizationHandler(JOBS['channel.push'], async (ctx, { connectionId }) => {
  const { nextAt, reason } = await pushConnection(ctx, connectionId);
  return nextAt === null ? done : again(nextAt, reason === null ? {} : { reason });
});
