import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, cancel } from './outcome.ts';

/** One sync of one connection, and the date of the next. What goes wrong at the channel is the sync's to time. */
export const connectionSync = organizationHandler(JOBS['connection.sync'], async (ctx, payload) => {
  const { connectionId } = payload;
  const synced = await syncConnection(ctx, payload);
  if (!synced?.nextSyncAt) return cancel('the connection is gone, paused or waits for a person');
  const { nextSyncAt, resume } = synced;
  return again(nextSyncAt, {
    payload: { connectionId, trigger: 'schedule', ...(resume ? { resume } : {}) },
  });
});
