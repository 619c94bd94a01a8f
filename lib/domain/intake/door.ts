import { and, eq } from 'drizzle-orm';
import { channelApps } from '#db/schema/connections.ts';
import { open } from '#lib/platform/seal.ts';
import type { Channel, ProviderId } from '#lib/providers/contract.ts';
import { appPlace, webhookPathHash } from '../connections/app.ts';
import { ctxFor, type Deps } from '../ctx.ts';

/** Where a channel calls: the instance's address, or one that only one organization's app was told. */
export type Door = {
  readonly provider: ProviderId;
  readonly channel: Channel;
  /** What a call is signed with, any of them: the current secret and those inside the overlap of a rotation. */
  readonly secrets: readonly string[];
  /** Proven by the address; null at the instance's. */
  readonly orgId: string | null;
};

/**
 * The door behind an address. The instance's own costs no query; of an organization's app the last part of the path is
 * looked up by its hash.
 * @returns null where there is none: the channel is not built, or nobody has this path
 * @throws SealError where the app's secret was sealed with a key that is gone
 */
export async function findDoor(deps: Deps, provider: ProviderId, path: string | null): Promise<Door | null> {
  const channel = deps.channels[provider];
  if (!channel) return null;
  if (path === null) return { provider, channel, secrets: channel.webhookSecrets, orgId: null };
  const [app] = await deps.db
    .select()
    .from(channelApps)
    .where(
      and(
        eq(channelApps.webhookPathHash, webhookPathHash(deps, path)),
        eq(channelApps.provider, provider),
        eq(channelApps.isActive, true),
      ),
    );
  if (!app) return null;
  const org = ctxFor(deps, { provenOrg: app.orgId, actor: { kind: 'system', id: null }, requestId: '' });
  const secrets = app.webhookSecretSealed
    ? [open(deps.keys, app.webhookSecretSealed, appPlace(org, app.id, 'webhook_secret_sealed'))]
    : channel.webhookSecrets;
  return { provider, channel, secrets, orgId: app.orgId };
}
