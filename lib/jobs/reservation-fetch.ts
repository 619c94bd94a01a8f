import { fetchReservation } from '#lib/domain/intake/fetch-reservation.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, done } from './outcome.ts';

/** Fetches one booking that a notification or the gate named; a hold that nobody confirms comes back every hour. */
export const reservationFetch = organizationHandler(JOBS['reservation.fetch'], async (ctx, payload) => {
  const next = await fetchReservation(ctx, payload);
  if (!next) return done;
  const { connectionId, externalId } = payload;
  return again(next, { payload: { connectionId, externalId, why: 'gate' } });
});
