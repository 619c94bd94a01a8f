import { and, eq, gt, isNull } from 'drizzle-orm';
import { connectFlows } from '#db/schema/connections.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { open, SealError } from '#lib/platform/seal.ts';
import type { AppCredentials, OAuthPort, Tokens } from '#lib/providers/access-contract.ts';
import { ChannelError, type ChannelErrorKind } from '#lib/providers/errors.ts';
import { can, type Role } from '../access/rules.ts';
import { type Ctx, ctxFor, type Deps } from '../ctx.ts';
import { stateHash, verifierPlace } from './begin-connect.ts';
import { needApp } from './need-app.ts';
import {
  type CallbackAnswer,
  isFromIssuer,
  judgeFlow,
  type Limit,
  limitOf,
  type Returning,
  readCallback,
} from './rules.ts';
import { giveBack, saveConnection } from './save-connection.ts';
import type { ConnectFailure, ProviderName } from './schemas.ts';

export type ConnectEnd =
  /** Nothing that a channel would send, or a state that nobody began with. */
  | { readonly kind: 'malformed' }
  | {
      readonly kind: 'failed';
      readonly reason: ConnectFailure;
      /** The channel's own words, cut. */
      readonly said: string | null;
      readonly errorKind: ChannelErrorKind | null;
      readonly stepsId?: string | null;
    }
  | {
      readonly kind: 'connected';
      readonly connectionId: string;
      readonly limit: Limit | null;
      readonly returnTo: string;
      /** What the consent was a part of, told to nobody but who began it. */
      readonly stepsId?: string | null;
    };

type Ended = Exclude<ConnectEnd, { kind: 'malformed' }>;
type Failed = Extract<ConnectEnd, { kind: 'failed' }>;
type FlowRow = typeof connectFlows.$inferSelect;

const failed = (
  reason: ConnectFailure,
  more: { said?: string | null; errorKind?: ChannelErrorKind } = {},
): Failed => ({ kind: 'failed', reason, said: more.said ?? null, errorKind: more.errorKind ?? null });

/**
 * Ends what `beginConnect` began, at the channel's callback. The state is used up before anything is asked of the channel,
 * so a replay, a reload and a second callback at the same moment find it used; a code works once, so nothing is tried
 * again. Dying after the exchange loses the tokens and no more: the person begins again.
 * @param who the browser session that came back, or null
 * @throws what the database throws
 */
export async function finishConnect(
  deps: Deps,
  given: {
    readonly provider: ProviderName;
    readonly query: URLSearchParams;
    readonly who: (Returning & { readonly role: Role }) | null;
    readonly requestId: string;
  },
): Promise<ConnectEnd> {
  const answer = readCallback(given.query);
  if (answer.kind === 'malformed') return { kind: 'malformed' };
  const [flow] = await deps.db
    .select()
    .from(connectFlows)
    .where(eq(connectFlows.stateHash, stateHash(deps, answer.state)));
  if (!flow) return { kind: 'malformed' };
  const now = deps.clock.now();
  const refusal = judgeFlow(flow, { provider: given.provider, who: given.who, now });
  const isOwn = refusal === null || refusal === 'used' || refusal === 'expired';
  const stepsId = isOwn ? flow.stepsId : null;
  if (refusal !== null || given.who === null) return { ...failed(refusal ?? 'not_signed_in'), stepsId };
  return { ...(await goOn(deps, { ...given, who: given.who }, flow, answer)), stepsId };
}

async function goOn(
  deps: Deps,
  given: { readonly who: Returning & { readonly role: Role }; readonly requestId: string },
  flow: FlowRow,
  answer: Exclude<CallbackAnswer, { kind: 'malformed' }>,
): Promise<Ended> {
  const now = deps.clock.now();
  if (!(await consume(deps, flow, now))) return failed('used');
  if (answer.kind === 'refused') return failed('refused', { said: answer.said });
  if (!can(given.who.role, 'connection.configure')) return failed('not_allowed');
  const ctx = ctxFor(deps, {
    provenOrg: flow.orgId,
    actor: { kind: 'user', id: given.who.userId, role: given.who.role },
    requestId: given.requestId,
  });
  const ready = await prepare(ctx, flow);
  if ('kind' in ready) return ready;
  if (!isFromIssuer(answer.iss, ready.oauth.issuer, consentPage(ready, flow))) return failed('wrong_issuer');
  return exchangeAndSave(ctx, flow, ready, answer);
}

/** One of those who come with the same state gets it. */
async function consume(deps: Deps, flow: FlowRow, now: Temporal.Instant): Promise<boolean> {
  const used = await deps.db
    .update(connectFlows)
    .set({ usedAt: now })
    .where(and(eq(connectFlows.id, flow.id), isNull(connectFlows.usedAt), gt(connectFlows.expiresAt, now)))
    .returning({ id: connectFlows.id });
  return used.length === 1;
}

type Ready = {
  readonly oauth: OAuthPort;
  readonly app: AppCredentials;
  readonly codeVerifier: string;
};

async function prepare(ctx: Ctx, flow: FlowRow): Promise<Ready | Failed> {
  const oauth = ctx.channels[flow.provider]?.provider.oauth;
  if (!oauth) return failed('not_configured');
  try {
    const codeVerifier = open(ctx.keys, flow.verifierSealed, verifierPlace(flow.orgId, flow.id));
    return { oauth, app: await needApp(ctx, flow.provider), codeVerifier };
  } catch (error) {
    if (error instanceof SealError) return failed('unreadable');
    if (error instanceof AppError && error.code === 'conflict') return failed('not_configured');
    throw error;
  }
}

/** Only its origin is looked at. */
function consentPage({ oauth, app }: Ready, flow: FlowRow): URL {
  return oauth.authorizeUrl({ app, redirectUri: flow.redirectUri, state: 'none', codeChallenge: 'none' });
}

async function exchangeAndSave(
  ctx: Ctx,
  flow: FlowRow,
  ready: Ready,
  { code, scopes }: { code: string; scopes: readonly string[] | null },
): Promise<Ended> {
  const { oauth, app, codeVerifier } = ready;
  let tokens: Tokens;
  try {
    const exchanged = await oauth.exchange({ app, code, redirectUri: flow.redirectUri, codeVerifier });
    // Airbnb says what was granted on the way back alone. It came through the browser, and narrows what we show, no more.
    tokens = { ...exchanged, scopes: exchanged.scopes ?? scopes };
  } catch (error) {
    return tokenFailure(ctx, error);
  }
  const hasMachine = ctx.channels[flow.provider]?.provider.machine != null;
  const limit = hasMachine ? null : limitOfTokens(tokens, oauth);
  const link = { provider: flow.provider, app, tokens, limit };
  try {
    const saved = await saveConnection(ctx, link);
    if (saved.kind === 'refused') return failed(saved.reason);
    return {
      kind: 'connected',
      connectionId: saved.connectionId,
      limit: link.limit,
      returnTo: flow.returnTo,
    };
  } catch (error) {
    if (error instanceof ChannelError) {
      await giveBack(ctx, link, null);
      return tokenFailure(ctx, error);
    }
    ctx.log.error({ err: error, requestId: ctx.requestId, provider: flow.provider }, 'connect not stored');
    return failed('failed');
  }
}

function limitOfTokens(tokens: Tokens, oauth: OAuthPort): Limit | null {
  return limitOf({ hasRefreshToken: tokens.refreshToken !== null, granted: tokens.scopes }, oauth.scopes);
}

function tokenFailure(ctx: Ctx, error: unknown): Failed {
  if (!(error instanceof ChannelError)) throw error;
  // Not the error itself: what it was made of is the answer that may hold a token.
  const { kind, status, message } = error;
  ctx.log.warn({ kind, status, message, requestId: ctx.requestId }, 'connect: no usable token');
  return failed('token_failed', { errorKind: error.kind });
}
