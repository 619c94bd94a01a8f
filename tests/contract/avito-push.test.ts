import { avitoPushWorld } from './avito-push-world.ts';
import { pushContract, pushFaultContract } from './push-contract.ts';

// What is not known of Avito is a switch of its simulator: the adapter has to do at each.
const SWITCHES: Record<string, readonly unknown[]> = {
  closeDates: ['replace', 'merge'],
  nightPrice: ['optional'],
  units: [4],
};

for (const [name, values] of Object.entries(SWITCHES)) {
  for (const value of values) pushContract(`avito, ${name}: ${value}`, avitoPushWorld, { [name]: value });
}

for (const closeDates of ['replace', 'merge'])
  for (const expired of ['403', '401'])
    pushFaultContract(`avito, closeDates: ${closeDates}, expired: ${expired}`, (settings) =>
      avitoPushWorld({ ...settings, closeDates, expired }),
    );
