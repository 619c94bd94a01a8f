import type { Deps } from '../ctx.ts';
import { type Door, findDoor } from './door.ts';

type Provider = Door['provider'];

/** The way in for bookings that a channel pushes, as far as whoever opens it must know. */
export type PushDoor = {
  /** Addresses (CIDR) that may push; empty: none may. */
  readonly allow: readonly string[];
  /** The channel's own words for a message that is not taken at all. */
  readonly refuse: (
    fault: string,
    code: 'malformed' | 'forbidden' | 'busy' | 'system',
  ) => { readonly bytes: Uint8Array; readonly contentType: string };
  /** Behind an address; null where nobody has it. @throws SealError */
  readonly find: (path: string | null) => Promise<Door | null>;
};

/** Null where the channel pushes no bookings. */
export function pushDoorOf(deps: Deps, provider: Provider): PushDoor | null {
  const channel = deps.channels[provider];
  const port = channel?.provider.door;
  if (!channel || !port) return null;
  return {
    allow: channel.doorAllow,
    refuse: (fault, faultCode) =>
      port.answer(null, { echo: null, items: [], fault, faultCode }, deps.clock.now()),
    find: (path) => findDoor(deps, provider, path),
  };
}
