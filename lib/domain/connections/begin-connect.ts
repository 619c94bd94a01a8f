import { createHash, randomBytes } from 'node:crypto';
import { and, eq, lt } from 'drizzle-orm';
import { connectFlows } from '#db/schema/connections.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { seal } from '#lib/platform/seal.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { channelName } from './app.ts';
import { connectMachine } from './connect-machine.ts';
import { channelOf } from './find.ts';
import { needApp } from './need-app.ts';
import type { ConnectAnswer, ProviderName } from './schemas.ts';

const FLOW_MINUTES = 10;
/** Flows that ended are kept this long, so that a late tab is told "expired" and not "unknown". */
const KEEP_HOURS = 24;

export const redirectUriOf = (appUrl: string, provider: ProviderName): string =>
  `${appUrl}/api/integrations/${provider}/callback`;

export const stateHash = (deps: Pick<Ctx, 'secretHash'>, state: string): string =>
  deps.secretHash(`connect-state ${state}`);

export const verifierPlace = (orgId: string, rowId: string) => ({
  table: 'connect_flows',
  column: 'verifier_sealed',
  rowId,
  orgId,
});

/** Where the person goes on: the channel's consent page, or, where nobody had to be asked, the account that is linked now. */
export type Begun =
  | ({ readonly kind: 'consent' } & ConnectAnswer)
  | { readonly kind: 'connected'; readonly connectionId: string; readonly at: string };

/**
 * Begins to connect an account: makes the state and the PKCE pair (RFC 7636, S256) and answers the channel's consent page.
 * What comes back counts once, within ten minutes, in the browser session that began. A channel without a consent page is
 * linked at once, by its machine account.
 * @param here the browser session; null for a program, which has no browser to send anywhere. `steps`: what the consent is a
 *   part of, and how long it may take
 * @throws AppError forbidden, conflict where the channel is not built, switched off or has no credentials, and as
 *   `connectMachine`
 */
export async function beginConnect(
  ctx: Ctx,
  provider: ProviderName,
  here: {
    sessionId: string | null;
    returnTo: string;
    steps?: { readonly id: string; readonly minutes: number };
  },
): Promise<Begun> {
  requireCan(ctx, 'connection.configure');
  const { oauth, machine } = channelOf(ctx, provider).provider;
  if (!oauth && machine) {
    const connectionId = await connectMachine(ctx, provider);
    return { kind: 'connected', connectionId, at: ctx.clock.now().toString() };
  }
  const { actor } = ctx;
  if (actor.kind !== 'user' || here.sessionId === null) {
    throw new AppError(
      'forbidden',
      'Connecting an account needs a person at a browser: the channel asks them. Sign in to do it.',
      { details: { reason: 'belongs_to_person' } },
    );
  }
  if (!oauth) throw new AppError('conflict', `${channelName(ctx, provider)} is not connected in this way.`);
  const app = await needApp(ctx, provider);
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = redirectUriOf(ctx.appUrl, provider);
  const id = newId('connectFlow');
  const now = ctx.clock.now();
  const expiresAt = now.add({ minutes: here.steps?.minutes ?? FLOW_MINUTES });
  await ctx.db
    .delete(connectFlows)
    .where(
      and(eq(connectFlows.orgId, ctx.org), lt(connectFlows.expiresAt, now.subtract({ hours: KEEP_HOURS }))),
    );
  // Dying after this leaves a row that nobody knows the state of; it runs out.
  await ctx.db.insert(connectFlows).values({
    id,
    orgId: ctx.org,
    userId: actor.id,
    sessionId: here.sessionId,
    provider,
    stateHash: stateHash(ctx, state),
    verifierSealed: seal(ctx.keys, verifier, verifierPlace(ctx.org, id)),
    redirectUri,
    returnTo: here.returnTo,
    stepsId: here.steps?.id ?? null,
    createdAt: now,
    expiresAt,
  });
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');
  const authorizeUrl = oauth.authorizeUrl({ app, redirectUri, state, codeChallenge }).href;
  return { kind: 'consent', authorizeUrl, expiresAt: expiresAt.toString() };
}
