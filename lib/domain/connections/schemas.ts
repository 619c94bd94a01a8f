import { z } from 'zod';
import { PropertyId, UnitId } from '../properties/schemas.ts';
import { MarkupBp, Rounding } from '../rates/schemas.ts';
import { Run } from '../runs/schemas.ts';

export const ProviderName = z.enum(['airbnb', 'booking', 'avito']);

/** Names that programs use for a channel, each read as ours. The one place that knows them. */
const OTHER_NAMES = { bookingcom: 'booking', booking_com: 'booking' } as const;
const isOtherName = (name: string): name is keyof typeof OTHER_NAMES => Object.hasOwn(OTHER_NAMES, name);

/** A channel in a path. */
export const ProviderParam = z
  .enum([...ProviderName.options, 'bookingcom', 'booking_com'])
  .transform((name): ProviderName => (isOtherName(name) ? OTHER_NAMES[name] : name));

export const ConnectionId = z.string().regex(/^con_[0-9a-z]{24}$/);
const When = z.iso.datetime({ offset: true });

/**
 * not_configured: nobody has set the app's key. configured: ready to connect. limited: connected with fewer rights than
 * asked for. expired: a person must connect again. error: it fails for another reason, told in lastError.
 */
export const ConnectionStatus = z.enum([
  'not_configured',
  'configured',
  'connected',
  'limited',
  'expired',
  'error',
  'paused',
  'disconnected',
]);

export const ConnectionError = z.object({ code: z.string(), message: z.string() });

/** One row per channel even with no connection: then `id` is null. Never a secret. */
export const ConnectionState = z.object({
  id: ConnectionId.nullable(),
  provider: ProviderName,
  status: ConnectionStatus,
  account: z.object({ id: z.string(), name: z.string() }).nullable(),
  lastSyncAt: When.nullable(),
  lastSuccessAt: When.nullable(),
  lastError: ConnectionError.nullable(),
  tokenExpiresAt: When.nullable(),
  /** Whether new tokens come by themselves before that. */
  renewsItself: z.boolean(),
  nextSyncAt: When.nullable(),
  lastWebhookAt: When.nullable(),
  intervalMinutes: z.int(),
  /** On top of every price that is sent, in hundredths of a percent, and how it is then rounded. */
  markupBp: z.int(),
  rounding: Rounding,
  mapped: z.object({ done: z.int(), total: z.int() }),
  /** Bookings of its listings that wait for a unit. */
  waiting: z.int(),
  /**
   * Where the channel keeps bookings in queues until we say that we have them: how many it still waits to hear of, since
   * when the oldest, and when both queues were last read. Null where it has none.
   */
  queues: z
    .object({
      unacknowledged: z.int(),
      oldestAt: When.nullable(),
      readAt: When.nullable(),
      /** After so many minutes the channel tells the host by other means. */
      deadlineMinutes: z.int(),
      level: z.enum(['well', 'alarm', 'red', 'missed']),
    })
    .nullable(),
  /**
   * Where each listing's bookings are asked for by itself: how many are, how often each (longer where the account has more than
   * its budget), how late the last questions began (95 of 100 were no later), and when the last one was answered.
   */
  polling: z
    .object({
      listings: z.int(),
      everySeconds: z.number(),
      lateP95Ms: z.int(),
      lastAt: When.nullable(),
    })
    .nullable(),
  /** consent: a person agreed at the channel. machine: by a machine account's key and secret alone. */
  mode: z.enum(['consent', 'machine']).nullable(),
  /** Ids of the properties that were granted, where the grant names them. */
  granted: z.array(z.string()).nullable(),
  runs: z.array(Run),
  connectedAt: When.nullable(),
  disconnectedAt: When.nullable(),
});

/** What is set for a channel, without saying what it is. */
export const ChannelApp = z.object({
  /** organization: its own credentials; instance: the operator's; none: iCal links only. */
  source: z.enum(['organization', 'instance', 'none']),
  hasApiKey: z.boolean(),
  hasApiSecret: z.boolean(),
  hasWebhookSecret: z.boolean(),
  /** Where the channel should call, with the unguessable part; for admins only, else null. */
  webhookUrl: z.string().nullable(),
  gateUrl: z.string().nullable(),
  isActive: z.boolean(),
  /** How an account is linked: on a consent page, or at once by a machine account's key and secret. */
  way: z.enum(['consent', 'machine']),
  /** Whether bookings may be pushed to us: the operator has named addresses. Null where nobody pushes any. */
  isDoorOpen: z.boolean().nullable(),
  /** Whether this channel is built into this version. */
  isBuilt: z.boolean(),
});

export const ChannelDetail = z.object({
  provider: ProviderName,
  name: z.string(),
  /** What a connection brings. changes: the channel tells of them itself, at once. gate: it asks before a sale. */
  does: z.array(z.enum(['bookings', 'changes', 'gate', 'queues', 'push'])),
  app: ChannelApp,
  connections: z.array(ConnectionState),
});

/** Write-only. A field left out stays as it is; null takes it away. */
export const ConfigureInput = z.strictObject({
  apiKey: z.string().trim().min(1).max(500).nullable().optional(),
  apiSecret: z.string().min(1).max(500).nullable().optional(),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .optional(),
  /** Standard Webhooks: a shorter key, or one that is no base64, would never match anything. */
  webhookSecret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{16,490}={0,2}$/, 'whsec_ and base64 of at least 12 bytes')
    .nullable()
    .optional(),
  isActive: z.boolean().optional(),
});

export const ConnectInput = z
  .strictObject({
    /** A path of ours to come back to; anything else is replaced by the channels' page. */
    returnTo: z.string().max(500).optional(),
    /** Where a channel's listings are connected one at a time: the unit that one is for, or a property's first. */
    unitId: UnitId.optional(),
    propertyId: PropertyId.optional(),
  })
  .optional();
export const ConnectAnswer = z.object({
  authorizeUrl: z.string(),
  expiresAt: When,
  /** How far connecting one listing has come; left out where the whole account is connected. */
  flow: z.string().optional(),
});

/**
 * Why connecting ended without a connection: `?reason=` of the page /channels/{provider}/failed. Beside it `said` is the
 * channel's own explanation (text, cut) after `refused`, and `kind` what an error was of after `token_failed`.
 */
export const CONNECT_FAILURES = [
  /** The person, or the channel, said no on the consent page. */
  'refused',
  /** More than ten minutes went by. */
  'expired',
  /** This way was used already: a second tab, a reload, or a copy of the link. */
  'used',
  'not_signed_in',
  /** Begun by somebody else, in another browser, or while working for another organization. */
  'other_user',
  'other_session',
  'other_organization',
  /** The right to connect was taken away meanwhile. */
  'not_allowed',
  /** Begun for another channel. */
  'mismatch',
  /** The answer came from another server than the channel's. */
  'wrong_issuer',
  /** Our half of the secret cannot be read any more. */
  'unreadable',
  /** The channel was switched off, or lost its key, meanwhile. */
  'not_configured',
  'token_failed',
  /** Of a machine account, which nobody has to agree to: its key and secret are not accepted, or nobody answered. */
  'key_refused',
  'unreachable',
  /** The account is connected to another organization of this installation. */
  'taken',
  /** The organization is gone. */
  'gone',
  /** Connected at the channel, but it could not be stored here. */
  'failed',
] as const;
export const ConnectFailure = z.enum(CONNECT_FAILURES);
export const SAID_MAX = 300;

/** What stands in `lastError.code`; kinds of channel errors, and what a link itself lacks. */
export const CONNECTION_ERROR_CODES = [
  'auth',
  'limited',
  'transient',
  'rejected',
  'gone',
  'malformed',
  /** The channel gave no means to renew the token: a person connects again when it ends. */
  'offline_missing',
  /** Fewer rights were granted than asked for. */
  'scope_missing',
  /** Its credentials or tokens were sealed with a key that is not ours any more. */
  'unreadable',
  /** The channel was switched off or has no key. */
  'not_configured',
  /** Of a test alone: the channel does not know this key with this secret. */
  'app_refused',
] as const;

export const TestAnswer = z.object({
  ok: z.boolean(),
  /** One line per thing that was tried, in order. */
  steps: z.array(
    z.object({ step: z.enum(['app', 'token', 'account', 'listings']), ok: z.boolean(), message: z.string() }),
  ),
  error: ConnectionError.nullable(),
});

export const UpdateConnectionInput = z.strictObject({
  isPaused: z.boolean().optional(),
  intervalMinutes: z.int().min(5).max(1440).optional(),
  markupBp: MarkupBp.optional(),
  rounding: Rounding.optional(),
});

/** What disconnecting would do, told before it is done. */
export const DisconnectAnswer = z.object({
  connection: ConnectionState,
  /** Reservations to come that stay as they are, no longer followed. */
  keptReservations: z.int(),
  stoppedMappings: z.int(),
  /** Calendars of the channel that rested in its favour and go on: they tell of its bookings again. */
  resumedCalendars: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Whether the channel took the tokens back; null where it was not asked (what would be done, or no token left). */
  isRevoked: z.boolean().nullable(),
});

/** Saved, and what could be tried before a first connect. */
export const ConfigureAnswer = ChannelDetail.extend({ test: TestAnswer });

export const ConnectionQuery = z.object({
  /** Which one, where the channel has several. */
  connection: z.string().max(60).optional(),
});

export type ProviderName = z.infer<typeof ProviderName>;
export type ConnectFailure = z.infer<typeof ConnectFailure>;
export type ConnectInput = z.infer<typeof ConnectInput>;
export type ConnectAnswer = z.infer<typeof ConnectAnswer>;
export type ConfigureAnswer = z.infer<typeof ConfigureAnswer>;
export type UpdateConnectionInput = z.infer<typeof UpdateConnectionInput>;
export type DisconnectAnswer = z.infer<typeof DisconnectAnswer>;
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;
export type ConnectionState = z.infer<typeof ConnectionState>;
export type ChannelApp = z.infer<typeof ChannelApp>;
export type ChannelDetail = z.infer<typeof ChannelDetail>;
export type ConfigureInput = z.infer<typeof ConfigureInput>;
export type TestAnswer = z.infer<typeof TestAnswer>;
