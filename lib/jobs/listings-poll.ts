import { pollListings } from '#lib/domain/intake/poll-listings.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, cancel } from './outcome.ts';

/** Asks for the bookings of those of an account's listings that are due, and the date of the next one. */
export const listingsPoll = organizationHandler(JOBS['listings.poll'], async (ctx, { connectionId }) => {
  const nextAt = await pollListings(ctx, connectionId);
  return nextAt === null ? cancel('the account is not asked at present, or nothing of it is') : again(nextAt);
});
