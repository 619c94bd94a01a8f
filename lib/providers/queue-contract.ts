import type { Access } from './access-contract.ts';
import type { Unreadable, WholeReservation } from './sales-contract.ts';

/* Channels that hand over whole reservations: by queues that wait for our word, or by calling us. */

export const QUEUES = ['new', 'modified'] as const;

export type QueueName = (typeof QUEUES)[number];

/** One message of a queue. */
export type QueueItem = {
  readonly externalId: string | null;
  /** What the acknowledgement must repeat besides the id. */
  readonly ackToken: string | null;
  /** Null where it cannot be read: then `unreadable` says why, and it is not acknowledged. */
  readonly reservation: WholeReservation | null;
  readonly unreadable: Unreadable | null;
  /** Its own part of the answer, card data blanked. */
  readonly bytes: Uint8Array;
};

/** A channel that keeps bookings in queues until we say that we have them. */
export type QueuePort = {
  /** A channel refuses to be asked more often. */
  readonly minSeconds: number;
  /** Between an acknowledgement and the next question. */
  readonly pauseSeconds: number;
  /** After so long in the queue the channel tells the host by other means. */
  readonly deadlineMinutes: number;
  /** What waits, card data blanked in `bytes`. `groupIds`: the properties meant; null: all. @throws ChannelError */
  readonly poll: (
    access: Access,
    queue: QueueName,
    groupIds: readonly string[] | null,
  ) => Promise<{ readonly items: readonly QueueItem[]; readonly bytes: Uint8Array }>;
  /**
   * After the commit, on the queue that it came from. stale: it has changed since, ask again.
   * @throws ChannelError transient: say it again until it is heard
   */
  readonly acknowledge: (
    access: Access,
    message: {
      readonly queue: QueueName;
      readonly externalId: string;
      readonly ackToken: string | null;
      /** Our own id of it. */
      readonly confirmation: string;
      /** Set where we cannot take it. */
      readonly refusal: { readonly code: string; readonly message: string } | null;
    },
  ) => Promise<'heard' | 'stale'>;
};

/** What became of one reservation that was pushed to us. */
export type PushedResult = {
  readonly externalId: string | null;
  readonly confirmation: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** A channel that pushes whole reservations to an address of ours and waits for the answer. */
export type DoorPort = {
  /** What may be stored of anything posted, also of what cannot be read: card data blanked, nothing where it cannot be looked into. */
  readonly blank: (bytes: Uint8Array) => Uint8Array;
  /**
   * Reads what was posted; nothing of it is believed before the whole is well formed. `kind` says which answer it wants.
   * @throws ChannelError malformed, with the words for the answer
   */
  readonly read: (
    bytes: Uint8Array,
    contentType: string | null,
  ) => {
    readonly kind: QueueName;
    readonly items: readonly QueueItem[];
    /** The message with card data blanked: what may be stored. */
    readonly bytes: Uint8Array;
    /** Whatever the answer must repeat. */
    readonly echo: string | null;
  };
  /** The answer to a message, or to one that could not be read (`kind` null). XML, ready to send. */
  readonly answer: (
    kind: QueueName | null,
    result: {
      readonly echo: string | null;
      readonly items: readonly PushedResult[];
      readonly fault: string | null;
      /** What kind of fault, in a word of ours: forbidden, busy, system. Left out: it cannot be read. */
      readonly faultCode?: string;
    },
    now: Temporal.Instant,
  ) => { readonly bytes: Uint8Array; readonly contentType: string };
};
