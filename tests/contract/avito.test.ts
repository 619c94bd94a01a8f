import { avitoWorld } from './avito-world.ts';
import { channelContract } from './channel-contract.ts';
import { faultContract } from './fault-contract.ts';

// What is not known of Avito is a switch of its simulator: the adapter has to do at each.
const SWITCHES: Record<string, readonly unknown[]> = {
  refresh: ['rotates', 'none'],
  expired: ['403', '401'],
  inProgress: ['shown', 'hidden'],
};

for (const [name, values] of Object.entries(SWITCHES)) {
  for (const value of values) {
    channelContract(`avito, ${name}: ${value}`, avitoWorld, { [name]: value });
    faultContract(`avito, ${name}: ${value}`, (settings) => avitoWorld({ ...settings, [name]: value }));
  }
}
