import { z } from 'zod';
import { Run } from '../runs/schemas.ts';

export const ProviderName = z.enum(['airbnb', 'booking', 'avito']);
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
  mapped: z.object({ done: z.int(), total: z.int() }),
  /** Bookings of its listings that wait for a unit. */
  waiting: z.int(),
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
  /** Where the channel should call, with the unguessable part; for admins only, else null. */
  webhookUrl: z.string().nullable(),
  gateUrl: z.string().nullable(),
  isActive: z.boolean(),
  /** Whether this channel is built into this version. */
  isBuilt: z.boolean(),
});

export const ChannelDetail = z.object({
  provider: ProviderName,
  name: z.string(),
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
  webhookSecret: z.string().min(16).max(500).nullable().optional(),
  isActive: z.boolean().optional(),
});

export const ConnectInput = z.strictObject({
  /** A path of ours to come back to; anything else is replaced by the channel's page. */
  returnTo: z.string().max(500).optional(),
});
export const ConnectAnswer = z.object({ authorizeUrl: z.string() });

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
});

/** What disconnecting would do, told before it is done. */
export const DisconnectAnswer = z.object({
  connection: ConnectionState,
  /** Reservations to come that stay as they are, no longer followed. */
  keptReservations: z.int(),
  stoppedMappings: z.int(),
});

export type ProviderName = z.infer<typeof ProviderName>;
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;
export type ConnectionState = z.infer<typeof ConnectionState>;
export type ChannelApp = z.infer<typeof ChannelApp>;
export type ChannelDetail = z.infer<typeof ChannelDetail>;
export type ConfigureInput = z.infer<typeof ConfigureInput>;
export type TestAnswer = z.infer<typeof TestAnswer>;
