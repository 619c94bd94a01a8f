import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { cancel } from './outcome.ts';

export const connectionSync = organizationHandler(JOBS['connection.sync'], async () =>
  cancel('not built yet'),
);
