import { and, eq, isNull } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type ConnectEnd, finishConnect } from '../connections/finish-connect.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, ctxFor, type Deps } from '../ctx.ts';
import { linkAgain } from './change-link.ts';
import { type FlowRow, flowEnd } from './find-flow.ts';
import { findLink } from './list-links.ts';

/** The flow that a consent belongs to, and whose page the person goes on at. */
export type ConsentOf = { readonly flowId: string; readonly propertyId: string };

/**
 * Ends a connect at its callback, and where it is a part of connecting one listing, takes the flow on: to the choice of the
 * listing, or for a link that works again to its end. What the channel refused stands in the flow, in its words. A callback
 * that comes twice changes nothing the second time. Dying before the flow is told: the account is connected, and the person
 * agrees once more.
 * @throws what the database throws
 */
export async function finishConsent(
  deps: Deps,
  given: Parameters<typeof finishConnect>[1],
): Promise<{ readonly end: ConnectEnd; readonly of: ConsentOf | null }> {
  const end = await finishConnect(deps, given);
  const { who, provider } = given;
  if (end.kind === 'malformed' || !end.stepsId || who === null) return { end, of: null };
  const ctx = ctxFor(deps, {
    provenOrg: who.orgId,
    actor: { kind: 'user', id: who.userId, role: who.role },
    requestId: newId('request'),
  });
  const flow = await findOpen(ctx, end.stepsId);
  if (!flow) return { end, of: null };
  if (end.kind === 'connected') await goOn(ctx, provider, flow, end.connectionId);
  // Used: the first one has told it already.
  else if (end.reason !== 'used') await tell(ctx, flow, { error: { code: end.reason, said: end.said } });
  return { end, of: { flowId: flow.id, propertyId: flow.propertyId } };
}

/** Whether it has ended or not: the page shows either. */
async function findOpen(ctx: Ctx, id: string): Promise<FlowRow | null> {
  const [row] = await ctx.db
    .select()
    .from(connectSteps)
    .where(
      and(
        eq(connectSteps.id, id),
        eq(connectSteps.orgId, ctx.org),
        eq(connectSteps.userId, ctx.actor.id ?? ''),
      ),
    );
  return row ?? null;
}

async function goOn(ctx: Ctx, provider: ProviderName, flow: FlowRow, connectionId: string): Promise<void> {
  const [account] = await ctx.db
    .select({ id: connections.accountId, name: connections.accountName })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, connectionId)));
  if (!account) return;
  const agreed = { connectionId, accountId: account.id, expiresAt: flowEnd(ctx) };
  if (flow.mappingId === null) return tell(ctx, flow, { ...agreed, step: 'item', error: null });
  const link = await findLink(ctx, provider, flow.mappingId);
  if (link.connectionId !== connectionId)
    return tell(ctx, flow, { error: { code: 'other_account', said: account.name } });
  try {
    // What the account's disconnect had switched off works again already.
    if (!link.isOn) await linkAgain(ctx, provider, link);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return tell(ctx, flow, { ...agreed, step: 'item', error: { code: error.code, said: null } });
  }
  const finishedAt = ctx.clock.now();
  await tell(ctx, flow, { ...agreed, step: 'done', itemId: link.itemId, error: null, finishedAt });
}

/** Of a flow that still waits for a consent: one that has gone on in another tab is left alone. */
async function tell(ctx: Ctx, flow: FlowRow, what: Partial<FlowRow>): Promise<void> {
  await ctx.db
    .update(connectSteps)
    .set({ ...what, updatedAt: ctx.clock.now() })
    .where(
      and(
        eq(connectSteps.id, flow.id),
        eq(connectSteps.orgId, ctx.org),
        eq(connectSteps.step, 'authorize'),
        isNull(connectSteps.finishedAt),
      ),
    );
}
