import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { cancel } from './outcome.ts';

export const noticeSend = organizationHandler(JOBS['notice.send'], async () => cancel('not built yet'));
