import { bookingWorld } from './booking-world.ts';
import { channelContract } from './channel-contract.ts';
import { faultContract } from './fault-contract.ts';

// What is not known of Booking.com is a switch of its simulator: the adapter has to do at each.
const SWITCHES: Record<string, readonly unknown[]> = {
  reader: ['bxml', 'ota'],
  cancel: ['noRoomStays', 'resStatus'],
};

for (const [name, values] of Object.entries(SWITCHES)) {
  for (const value of values) channelContract(`booking, ${name}: ${value}`, bookingWorld, { [name]: value });
}
for (const switches of [{ otaStatus: 'status' }, { otaAmounts: 'integer' }])
  channelContract(`booking, OTA_ReadRQ, ${JSON.stringify(switches)}`, bookingWorld, {
    reader: 'ota',
    ...switches,
  });

faultContract('booking', bookingWorld);
