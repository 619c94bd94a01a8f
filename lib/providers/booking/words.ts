import type { ChannelStatus } from '../sales-contract.ts';

/*
 * ResStatus of OpenTravel 2010A. On a root it is a transaction (Commit, Cancel), on a reservation either that or a state
 * (Reserved, Cancelled); B.XML has its own three. In the wild: Commit (SiteMinder, Expedia), Book (Sabre), Modify and Cancel
 * (Hotel-Spider), Reserved and Cancelled (AlpineBits).
 */
const STATUSES: ReadonlyMap<string, ChannelStatus> = new Map([
  ['commit', 'confirmed'],
  ['commitoverrideedits', 'confirmed'],
  ['book', 'confirmed'],
  ['modify', 'confirmed'],
  ['ticket', 'confirmed'],
  ['reserved', 'confirmed'],
  ['in-house', 'confirmed'],
  ['checked out', 'confirmed'],
  // The room was kept for a guest who did not come; whether the rest of the nights is sold again is the host's to say.
  ['no-show', 'confirmed'],
  ['new', 'confirmed'],
  ['modified', 'confirmed'],
  ['hold', 'pending'],
  ['initiate', 'pending'],
  ['requested', 'pending'],
  ['waitlisted', 'pending'],
  ['quote', 'inquiry'],
  ['cancel', 'cancelled'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['request denied', 'cancelled'],
]);

export function statusOf(word: string): ChannelStatus {
  return STATUSES.get(word.trim().toLowerCase()) ?? 'unknown';
}
