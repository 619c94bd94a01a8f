import { bookingPushWorld } from './booking-push-world.ts';
import { pushContract, pushFaultContract } from './push-contract.ts';

// What is not known of Booking.com is a switch of its simulator: the adapter has to do at each.
const SWITCHES: Record<string, readonly unknown[]> = {
  month: ['calendar', 'days31'],
  partialAs: ['errors'],
};

for (const [name, values] of Object.entries(SWITCHES)) {
  for (const value of values) pushContract(`booking, ${name}: ${value}`, bookingPushWorld, { [name]: value });
}

for (const partialAs of ['warnings', 'errors'])
  pushFaultContract(`booking, partialAs: ${partialAs}`, (settings) =>
    bookingPushWorld({ ...settings, partialAs }),
  );
