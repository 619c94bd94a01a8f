import { createHmac, hkdfSync } from 'node:crypto';
import { openPool, type Pool } from '#db/client.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { readInstanceId } from '#lib/domain/organizations/instance.ts';
import { type Env, env } from '#lib/env.ts';
import { type Clock, systemClock } from '#lib/kernel/clock.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createNotifier, LIVE_CHANNEL } from '#lib/platform/live/notifier.ts';
import { createLogger } from '#lib/platform/log.ts';
import { createMailer, defaultSender } from '#lib/platform/mail.ts';
import { wake } from '#lib/platform/queue/publish.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { createTelegram } from '#lib/platform/telegram.ts';
import type { AppCredentials } from '#lib/providers/access-contract.ts';
import { type ChannelSettings, createChannels, feedReader } from '#lib/providers/registry.ts';

export type Runtime = Deps & { readonly env: Env; readonly pool: Pool };

// Next builds each entry as a module graph of its own: what there must be one of lives on globalThis.
const holder: { latchkeyRuntime?: Promise<Runtime> | undefined } = globalThis as {
  latchkeyRuntime?: Promise<Runtime>;
};

/** What every verb needs, made at first use and once per process. A failure is not remembered: the next call tries again. */
export function runtime(): Promise<Runtime> {
  holder.latchkeyRuntime ??= build(env()).catch((error: unknown) => {
    holder.latchkeyRuntime = undefined;
    throw error;
  });
  return holder.latchkeyRuntime;
}

/** A key of its own for each purpose, from the instance's one secret. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'latchkey', purpose, 32));
}

/** Builds the dependencies from an environment; commands and tests hand in their own clock. */
export async function build(
  settings: Env,
  overrides: Partial<Deps> & { clock?: Clock } = {},
): Promise<Runtime> {
  const pool = openPool(settings.DATABASE_URL);
  const log = overrides.log ?? createLogger(settings.LOG_LEVEL);
  const hashKey = deriveKey(settings.NEXTAUTH_SECRET, 'secret-hash');
  const appUrl = settings.APP_URL.replace(/\/+$/, '');
  return {
    db: pool.db,
    clock: systemClock,
    log,
    keys: parseKeyRing(settings.ENCRYPTION_KEYS),
    secretHash: (text) => createHmac('sha256', hashKey).update(text).digest('hex'),
    fetchDocument,
    outbound: { allow: settings.OUTBOUND_ALLOW, ownHosts: [new URL(appUrl).host] },
    feedReader,
    channels: createChannels(channelSettings(settings), overrides.clock ?? systemClock),
    instanceId: await readInstanceId(pool.db),
    appUrl,
    wake: () => wake(settings, log),
    notify: createNotifier((text) => pool.sql`select pg_notify(${LIVE_CHANNEL}, ${text})`, log),
    media: mediaOf(settings),
    ...overrides,
    env: settings,
    pool,
  };
}

function mediaOf(settings: Env): Deps['media'] {
  const { SMTP_URL: url, MAIL_FROM: from, TELEGRAM_BOT_TOKEN: token, APP_URL: appUrl } = settings;
  const host = new URL(appUrl).hostname;
  return {
    mail: url ? createMailer({ url, from: from ?? defaultSender(url, appUrl), host }) : null,
    telegram: token ? createTelegram({ token, apiUrl: settings.TELEGRAM_API_URL }) : null,
  };
}

function appOf(clientId: string | undefined, clientSecret: string | undefined): AppCredentials | null {
  return clientId && clientSecret ? { clientId, clientSecret } : null;
}

function channelSettings(settings: Env): ChannelSettings {
  return {
    airbnb: {
      app: appOf(settings.AIRBNB_CLIENT_ID, settings.AIRBNB_CLIENT_SECRET),
      authorizeUrl: settings.AIRBNB_AUTHORIZE_URL,
      apiUrl: settings.AIRBNB_API_URL,
      webhookSecrets: settings.AIRBNB_WEBHOOK_SECRET,
      scopes: settings.AIRBNB_SCOPES,
      pollMinutes: settings.AIRBNB_POLL_MINUTES,
      pushPerMinute: settings.AIRBNB_PUSH_PER_MINUTE,
    },
    booking: {
      app: appOf(settings.BOOKING_CLIENT_ID, settings.BOOKING_CLIENT_SECRET),
      authUrl: settings.BOOKING_AUTH_URL,
      supplyUrl: settings.BOOKING_SUPPLY_URL,
      secureUrl: settings.BOOKING_SECURE_URL,
      authorizeUrl: settings.BOOKING_AUTHORIZE_URL ?? null,
      tokenUrl: settings.BOOKING_TOKEN_URL ?? null,
      readUrl: settings.BOOKING_READ_URL ?? null,
      pollSeconds: settings.BOOKING_POLL_SECONDS,
      pollMinutes: settings.BOOKING_POLL_MINUTES,
      doorAllow: settings.BOOKING_ALLOW,
      perMinute: settings.BOOKING_PER_MINUTE,
    },
    avito: {
      app: appOf(settings.AVITO_CLIENT_ID, settings.AVITO_CLIENT_SECRET),
      authorizeUrl: settings.AVITO_AUTHORIZE_URL,
      apiUrl: settings.AVITO_API_URL,
      icalUrl: settings.AVITO_ICAL_URL,
      scopes: settings.AVITO_SCOPES,
      pollSeconds: settings.AVITO_POLL_SECONDS,
      pollMinutes: settings.AVITO_POLL_MINUTES,
      perSecond: settings.AVITO_RPS,
    },
  };
}
