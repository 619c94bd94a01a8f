import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { cancel } from './outcome.ts';

export const reservationFetch = organizationHandler(JOBS['reservation.fetch'], async () =>
  cancel('not built yet'),
);
