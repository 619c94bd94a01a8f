import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, createdAt, id, instant, updatedAt } from '#db/columns.ts';
import { organizations, users } from './organizations.ts';

export const PROVIDERS = ['airbnb', 'booking', 'avito'] as const;

/** How a price for a channel is rounded, in units of its currency: to whole ones, to 5, 10, or up to what ends in 9. */
export const ROUNDINGS = ['none', 'whole', 'five', 'ten', 'nine'] as const;

const orgId = () =>
  text('org_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' });

/** Credentials that an organization brought for a channel: where it has some, they go before the instance's. */
export const channelApps = pgTable(
  'channel_apps',
  {
    id: id(),
    orgId: orgId(),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    apiKeySealed: text('api_key_sealed'),
    apiSecretSealed: text('api_secret_sealed'),
    /** Where the channel was told to call; for people, nothing is sent there. */
    webhookUrl: text('webhook_url'),
    /** The last part of a path that only the channel was told, hashed for the look-up and sealed to show once more. */
    webhookPathHash: text('webhook_path_hash').notNull(),
    webhookPathSealed: text('webhook_path_sealed').notNull(),
    /** What its calls are signed with; null: the instance's. */
    webhookSecretSealed: text('webhook_secret_sealed'),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('channel_apps_org').on(t.orgId, t.provider),
    uniqueIndex('channel_apps_path').on(t.webhookPathHash),
  ],
);

/** Our link to one account at a channel. Disconnecting keeps the row: connecting the same account again revives it. */
export const connections = pgTable(
  'connections',
  {
    id: id(),
    orgId: orgId(),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    /** The account's id at the channel. */
    accountId: text('account_id').notNull(),
    accountName: text('account_name').notNull(),
    /** limited: fewer rights than asked for. expired: a person must connect again. error: it fails for another reason. */
    status: text('status', {
      enum: ['connected', 'limited', 'expired', 'error', 'paused', 'disconnected'],
    }).notNull(),
    accessTokenSealed: text('access_token_sealed'),
    refreshTokenSealed: text('refresh_token_sealed'),
    tokenExpiresAt: instant('token_expires_at'),
    /** When these tokens came: with their end it says how long they live, and so how early to renew them. */
    tokensSince: instant('tokens_since'),
    /** Moves with every new pair of tokens: of two who refresh at once the second sees that it is done. */
    tokenVersion: integer('token_version').notNull().default(0),
    /** While set and ahead, one worker is asking for new tokens. */
    refreshingUntil: instant('refreshing_until'),
    scopes: jsonb('scopes').$type<readonly string[]>(),
    intervalMinutes: integer('interval_minutes').notNull().default(15),
    lastSyncAt: instant('last_sync_at'),
    lastSuccessAt: instant('last_success_at'),
    lastFullSyncAt: instant('last_full_sync_at'),
    /** A code the screens translate, and a sentence for programs. */
    lastErrorCode: text('last_error_code'),
    lastError: text('last_error'),
    consecutiveFailures: integer('consecutive_failures').notNull().default(0),
    nextSyncAt: instant('next_sync_at'),
    lastWebhookAt: instant('last_webhook_at'),
    /** consent: a person agreed at the channel. machine: a machine account's key and secret, exchanged for tokens. */
    mode: text('mode', { enum: ['consent', 'machine'] })
      .notNull()
      .default('consent'),
    /** Ids of what the channel granted by name (Booking.com: properties); null: all that the account has. */
    granted: jsonb('granted').$type<readonly string[]>(),
    /** Added to every price that is sent, in hundredths of a percent; a mapping's own goes before it. */
    markupBp: integer('markup_bp').notNull().default(0),
    rounding: text('rounding', { enum: ROUNDINGS }).notNull().default('none'),
    /** When its queues of bookings were last asked, each: the channel sets how often that may be. */
    queuesAskedAt: jsonb('queues_asked_at').$type<Readonly<Record<string, string>>>().notNull().default({}),
    /**
     * What is left of the channel's limit of calls: {tokens, at (ISO), rate (share of the full one)}; since when it does
     * not answer, until when it is left alone, and who is telling it something (until when at most).
     */
    flow: jsonb('flow').$type<{
      tokens?: number;
      at?: string;
      rate?: number;
      failures?: number;
      notBefore?: string | null;
      turn?: { id: string; until: string };
    }>(),
    /** How fast its listings are asked for one by one, as a share of the full pace, since when, and until when not at all. */
    pollPace: jsonb('poll_pace').$type<{ share: number; at: string; notBefore: string | null }>(),
    connectedAt: instant('connected_at').notNull(),
    disconnectedAt: instant('disconnected_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('connections_account').on(t.orgId, t.provider, t.accountId),
    // One account serves one organization: two would each believe that they hold its nights.
    uniqueIndex('connections_live_account').on(t.provider, t.accountId).where(sql`status <> 'disconnected'`),
  ],
);

/** A person on the way to the channel's consent page and back. Used once, within ten minutes, by who began it. */
export const connectFlows = pgTable(
  'connect_flows',
  {
    id: id(),
    orgId: orgId(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The browser session that began it. */
    sessionId: text('session_id').notNull(),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    stateHash: text('state_hash').notNull(),
    verifierSealed: text('verifier_sealed').notNull(),
    redirectUri: text('redirect_uri').notNull(),
    /** A path of ours to come back to. */
    returnTo: text('return_to').notNull(),
    /** The connect_steps row that it is a part of; null: none. Whoever deletes that row deletes this one. */
    stepsId: text('steps_id'),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [uniqueIndex('connect_flows_state').on(t.stateHash), index('connect_flows_age').on(t.expiresAt)],
);

/** What a channel calls a property. One that vanishes is marked, never deleted: bookings name it. */
export const listings = pgTable(
  'listings',
  {
    id: id(),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    externalId: text('external_id').notNull(),
    name: text('name').notNull(),
    address: text('address'),
    city: text('city'),
    timeZone: text('time_zone'),
    currency: text('currency'),
    capacity: integer('capacity'),
    bedrooms: integer('bedrooms'),
    pictureUrl: text('picture_url'),
    isSold: boolean('is_sold').notNull(),
    syncScope: text('sync_scope'),
    /** What it belongs to at the channel (Booking.com: the property of a room type), by the channel's id and name. */
    groupId: text('group_id'),
    groupName: text('group_name'),
    /** How many like it the channel sells there. */
    quantity: integer('quantity').notNull().default(1),
    /** What it is sold under; none where the channel knows none. A derived one follows another and takes no price. */
    ratePlans: jsonb('rate_plans')
      .$type<readonly { externalId: string; name: string; isDerived: boolean }[]>()
      .notNull()
      .default([]),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    goneAt: instant('gone_at'),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('listings_external').on(t.connectionId, t.externalId),
    index('listings_org').on(t.orgId),
  ],
);

/** A machine account's token, shared by every worker and connection that uses its key: the channel gives few an hour. */
export const machineTokens = pgTable(
  'machine_tokens',
  {
    id: id(),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    /** Keyed hash of the client id and secret. */
    clientHash: text('client_hash').notNull(),
    tokenSealed: text('token_sealed'),
    expiresAt: instant('expires_at'),
    tokenVersion: integer('token_version').notNull().default(0),
    refreshingUntil: instant('refreshing_until'),
    /** ISO instants of the exchanges of the last hour. */
    exchangedAt: jsonb('exchanged_at').$type<readonly string[]>().notNull().default([]),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex('machine_tokens_client').on(t.provider, t.clientHash)],
);

/** A booking that a channel's queue handed over: it stays in the queue until we acknowledge it, on the same queue. */
export const queueMessages = pgTable(
  'queue_messages',
  {
    id: id(),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    queue: text('queue', { enum: ['new', 'modified'] }).notNull(),
    externalId: text('external_id').notNull(),
    /** What the acknowledgement must repeat besides the id, where the channel gave it. */
    ackToken: text('ack_token'),
    /** Of the reservation's part of the answer, card data blanked: the same once more is only acknowledged again. */
    contentHash: text('content_hash').notNull(),
    messageId: text('message_id'),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    appliedAt: instant('applied_at'),
    /** What the channel was told of it: taken, or refused. */
    answer: text('answer', { enum: ['taken', 'refused'] }),
    ackedAt: instant('acked_at'),
    ackAttempts: integer('ack_attempts').notNull().default(0),
    ackError: text('ack_error'),
  },
  (t) => [
    uniqueIndex('queue_messages_once').on(t.connectionId, t.queue, t.externalId, t.contentHash),
    index('queue_messages_open').on(t.connectionId, t.firstSeenAt).where(sql`acked_at is null`),
  ],
);

/**
 * Every call of a channel to us, also those that nobody could have signed: of these only what is needed to see that they
 * came. The body of a verified one is kept in inbound_messages.
 */
export const webhookCalls = pgTable(
  'webhook_calls',
  {
    id: id(),
    /** Null where the call proves no organization. */
    orgId: text('org_id').references(() => organizations.id, { onDelete: 'cascade' }),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    /** The channel's id of the message; with the provider it comes once. */
    externalId: text('external_id'),
    receivedAt: instant('received_at').notNull(),
    verdict: text('verdict', {
      enum: ['accepted', 'repeated', 'altered', 'refused', 'unknown_listing', 'unusable'],
    }).notNull(),
    reason: text('reason'),
    bodyHash: text('body_hash').notNull(),
    bodyBytes: bigint('body_bytes', { mode: 'number' }).notNull(),
    messageId: text('message_id'),
  },
  (t) => [
    uniqueIndex('webhook_calls_once').on(t.provider, t.externalId).where(sql`verdict = 'accepted'`),
    index('webhook_calls_age').on(t.receivedAt),
  ],
);

/** What a channel told that cannot be read: kept until a person or a better reader deals with it. */
export const quarantine = pgTable(
  'quarantine',
  {
    id: id(),
    orgId: orgId(),
    connectionId: text('connection_id')
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    externalId: text('external_id'),
    reason: text('reason').notNull(),
    raw: bytes('raw').notNull(),
    messageId: text('message_id'),
    firstSeenAt: instant('first_seen_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    uniqueIndex('quarantine_once').on(t.connectionId, t.externalId).where(sql`settled_at is null`),
    index('quarantine_org').on(t.orgId),
  ],
);
