import { airbnbWorld } from './airbnb-world.ts';
import { channelContract } from './channel-contract.ts';
import { faultContract } from './fault-contract.ts';

// What is not known of Airbnb is a switch of its simulator: the adapter has to do at each.
const SWITCHES: Record<string, readonly unknown[]> = {
  refresh: ['rotates', 'keeps', 'omits'],
  expiry: ['expires_at', 'expires_in', 'absent'],
  listingIds: ['number', 'text'],
  startDate: ['starts_on_or_after', 'ends_after'],
};

for (const [name, values] of Object.entries(SWITCHES)) {
  for (const value of values) {
    // Where the answer names an expiry, another one than is assumed where it names none.
    const life = name === 'expiry' && value !== 'absent' ? { tokenSeconds: 6 * 3600 } : {};
    channelContract(`airbnb, ${name}: ${value}`, airbnbWorld, { ...life, [name]: value });
  }
}

faultContract('airbnb', airbnbWorld);
