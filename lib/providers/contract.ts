import type { Access, Account, AppCredentials, MachinePort, OAuthPort } from './access-contract.ts';
import type { PushPort } from './push-contract.ts';
import type { DoorPort, QueuePort } from './queue-contract.ts';
import type { ChannelListing, Page, PickPort, ReservationsPort } from './sales-contract.ts';
import type { GatePort, WebhookPort } from './webhook-contract.ts';

/*
 * What a channel promises to the domain, and what it cannot do: that is null in its type, never a method that throws.
 * Words: an *account* is a host's at the channel; a *listing* is what it sells; a *code* is its id of a reservation.
 * Everything that talks to the channel throws ChannelError (errors.ts) and nothing else, but for the reason of a signal
 * that its caller aborted. Nothing here retries, sleeps, stores or decides; ids are text as the channel spells them; every answer comes with its bytes, to be stored before use.
 */

export const PROVIDER_IDS = ['airbnb', 'booking', 'avito'] as const;

export type ProviderId = (typeof PROVIDER_IDS)[number];

export type ChannelProvider = {
  readonly id: ProviderId;
  /** As people know it. */
  readonly name: string;
  readonly oauth: OAuthPort | null;
  readonly machine: MachinePort | null;
  /** Who the token belongs to. @throws ChannelError */
  readonly account: (access: Access) => Promise<Account>;
  /** One page of the account's listings. @throws ChannelError */
  readonly listings: (access: Access, page: string | null) => Promise<Page<ChannelListing>>;
  readonly reservations: ReservationsPort;
  /** Where a person connects one listing at a time. */
  readonly pick: PickPort | null;
  readonly queues: QueuePort | null;
  readonly door: DoorPort | null;
  readonly webhook: WebhookPort | null;
  readonly gate: GatePort | null;
  /** Prices and availability out. */
  readonly push: PushPort | null;
};

/** A channel of this instance: the adapter, and what its operator set. Null in the registry where it is not built. */
export type Channel = {
  readonly provider: ChannelProvider;
  /** Null: people bring their own in `configure`. */
  readonly app: AppCredentials | null;
  /** Of the instance, newest first; empty where none is set. */
  readonly webhookSecrets: readonly string[];
  readonly pollMinutes: number;
  /**
   * Where each listing's bookings are asked for by itself, every few seconds: seconds between two questions of one listing,
   * and questions a second that one account may ask of the channel.
   */
  readonly perListing?: { readonly seconds: number; readonly perSecond: number };
  /** Seconds between two looks into its queues, where it has some. */
  readonly queueSeconds?: number;
  /** Addresses (CIDR) that may push to the door; empty: none may. */
  readonly doorAllow: readonly string[];
};

export type Channels = Readonly<Record<ProviderId, Channel | null>>;
