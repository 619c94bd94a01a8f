import { and, eq } from 'drizzle-orm';
import { channelApps } from '#db/schema/connections.ts';
import { open, SealError, type SealPlace } from '#lib/platform/seal.ts';
import type { AppCredentials } from '#lib/providers/access-contract.ts';
import type { Channel } from '#lib/providers/contract.ts';
import { can } from '../access/rules.ts';
import type { Ctx } from '../ctx.ts';
import { CHANNEL_NAMES } from './labels.ts';
import type { ChannelApp, ProviderName } from './schemas.ts';

export type AppRow = typeof channelApps.$inferSelect;
type AppColumn = 'api_key_sealed' | 'api_secret_sealed' | 'webhook_path_sealed' | 'webhook_secret_sealed';

export const appPlace = (ctx: Pick<Ctx, 'org'>, rowId: string, column: AppColumn): SealPlace => ({
  table: 'channel_apps',
  column,
  rowId,
  orgId: ctx.org,
});

/** What an organization set for its channels. */
export async function listAppRows(ctx: Ctx): Promise<AppRow[]> {
  return ctx.db.select().from(channelApps).where(eq(channelApps.orgId, ctx.org));
}

export async function findAppRow(ctx: Ctx, provider: ProviderName): Promise<AppRow | null> {
  const [row] = await ctx.db
    .select()
    .from(channelApps)
    .where(and(eq(channelApps.orgId, ctx.org), eq(channelApps.provider, provider)));
  return row ?? null;
}

/** Whose credentials count: the organization's own before the instance's. */
export function appSource(row: AppRow | null, channel: Channel | null): ChannelApp['source'] {
  if (row?.apiKeySealed && row.apiSecretSealed) return 'organization';
  return channel?.app ? 'instance' : 'none';
}

/** Whether somebody could connect now. */
export function isUsable(row: AppRow | null, channel: Channel | null): boolean {
  return channel !== null && (row?.isActive ?? true) && appSource(row, channel) !== 'none';
}

/**
 * The credentials to ask with; null where there are none or an admin switched the channel off.
 * @throws SealError where they were sealed with a key that is gone
 */
export async function findApp(ctx: Ctx, provider: ProviderName): Promise<AppCredentials | null> {
  const channel = ctx.channels[provider];
  const row = await findAppRow(ctx, provider);
  return isUsable(row, channel) ? credentialsOf(ctx, row, channel) : null;
}

function credentialsOf(ctx: Ctx, row: AppRow | null, channel: Channel | null): AppCredentials | null {
  if (!row?.apiKeySealed || !row.apiSecretSealed) return channel?.app ?? null;
  return {
    clientId: open(ctx.keys, row.apiKeySealed, appPlace(ctx, row.id, 'api_key_sealed')),
    clientSecret: open(ctx.keys, row.apiSecretSealed, appPlace(ctx, row.id, 'api_secret_sealed')),
  };
}

/** The hash by which the last part of a webhook's path is found (`channel_apps.webhook_path_hash`). */
export function webhookPathHash(deps: Pick<Ctx, 'secretHash'>, path: string): string {
  return deps.secretHash(`webhook-path ${path}`);
}

/** What is set, without saying what it is; where the channel should call, for admins alone. */
export function showApp(ctx: Ctx, provider: ProviderName, row: AppRow | null): ChannelApp {
  const channel = ctx.channels[provider];
  const urls = mayConfigure(ctx) ? callUrls(ctx, provider, row, channel) : null;
  return {
    source: appSource(row, channel),
    hasApiKey: row?.apiKeySealed != null,
    hasApiSecret: row?.apiSecretSealed != null,
    hasWebhookSecret: row?.webhookSecretSealed != null,
    webhookUrl: urls?.webhook ?? null,
    gateUrl: urls?.gate ?? null,
    isActive: row?.isActive ?? true,
    way: channel?.provider.machine && !channel.provider.oauth ? 'machine' : 'consent',
    isDoorOpen: channel?.provider.door ? channel.doorAllow.length > 0 : null,
    isBuilt: channel !== null,
  };
}

function mayConfigure(ctx: Ctx): boolean {
  const { actor } = ctx;
  return 'role' in actor && can(actor.role, 'connection.configure');
}

/** An app of the organization's own calls an address of its own; the instance's app knows one for all organizations. */
function callUrls(
  ctx: Ctx,
  provider: ProviderName,
  row: AppRow | null,
  channel: Channel | null,
): { webhook: string | null; gate: string | null } | null {
  const source = appSource(row, channel);
  if (!channel || source === 'none') return null;
  const path = source === 'organization' && row ? openPath(ctx, row) : '';
  if (path === null) return null;
  const base = `${ctx.appUrl}/api/integrations/${provider}`;
  const webhook = path === '' ? `${base}/webhook` : `${base}/webhook/${path}`;
  return {
    webhook: channel.provider.webhook || channel.provider.door ? webhook : null,
    gate: channel.provider.gate ? `${path === '' ? base : webhook}/gate` : null,
  };
}

/** Null where its key is gone: the rest of the channel is shown all the same. */
function openPath(ctx: Ctx, row: AppRow): string | null {
  try {
    return open(ctx.keys, row.webhookPathSealed, appPlace(ctx, row.id, 'webhook_path_sealed'));
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

export const channelName = (ctx: Pick<Ctx, 'channels'>, provider: ProviderName): string =>
  ctx.channels[provider]?.provider.name ?? CHANNEL_NAMES[provider];
