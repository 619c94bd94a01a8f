import { readBack } from '#lib/domain/push/read-back.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, cancel } from './outcome.ts';

/** Reads what a channel shows, and the date of the next time. */
export const channelRead = organizationHandler(JOBS['channel.read'], async (ctx, { connectionId }) => {
  const nextAt = await readBack(ctx, connectionId);
  return nextAt === null ? cancel('nothing of this connection is pushed') : again(nextAt);
});
