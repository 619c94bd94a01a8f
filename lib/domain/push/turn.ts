import { and, eq, inArray, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { type Flow, freshFlow } from './flow-rules.ts';

/** One worker's turn at telling one account's channel. */
export type Turn = {
  readonly id: string;
  readonly connection: ConnectionRow;
  readonly port: PushPort;
  /** When it began, and when it has to be over. */
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The run that a person waits for. */
  runId: string | null;
  flow: Flow;
  /** Mappings that were told something, and those that could not be; listings whose bookings were taken in. */
  readonly told: Set<string>;
  readonly failing: Set<string>;
  readonly pulled: Set<string>;
  /** Mappings that have met a booking of the channel's own, for which it was asked at once. */
  readonly met: Set<string>;
  /** Mappings of which only so many nights are closed at once: one of them is in the way, and is looked for. */
  readonly atMost: Map<string, number>;
  /** Mappings whose nights were read again before nights of them are opened. */
  readonly read: Set<string>;
  /** Mappings of which nothing is opened before it is known how they stand. */
  readonly held: Set<string>;
  /** Mappings whose closings are out, with the mark up to which they are. */
  readonly closed: Map<string, number>;
};

/** A turn's budget, and for how long nobody else begins one: until then what it has sent may still arrive. */
export const TURN_SECONDS = 20;
const LEASE_SECONDS = 90;

/** Those that can be told something: one whose polls fail may well be told. */
export const TELLABLE = ['connected', 'limited', 'error'] as const;

export type Claimed =
  | { readonly kind: 'turn'; readonly connection: ConnectionRow; readonly turnId: string }
  /** Gone, paused, disconnected or waiting for a person. */
  | { readonly kind: 'resting' }
  | { readonly kind: 'busy'; readonly until: Temporal.Instant };

/**
 * Takes the account for one worker. The queue lets one in anyway; this is for the one that outlived its lease there. One
 * round trip where it is free.
 */
export async function claimTurn(ctx: Ctx, connectionId: string): Promise<Claimed> {
  const now = ctx.clock.now();
  const turn = { id: newId('request'), until: now.add({ seconds: LEASE_SECONDS }).toString() };
  const own = and(eq(connections.orgId, ctx.org), eq(connections.id, connectionId));
  const [connection] = await ctx.db
    .update(connections)
    .set({
      flow: sql`coalesce(${connections.flow}, '{}') || jsonb_build_object('turn', ${JSON.stringify(turn)}::text::jsonb)`,
    })
    .where(
      and(
        own,
        inArray(connections.status, [...TELLABLE]),
        sql`coalesce((${connections.flow}->'turn'->>'until')::timestamptz <= ${now.toString()}::timestamptz, true)`,
      ),
    )
    .returning();
  if (connection) return { kind: 'turn', connection, turnId: turn.id };
  const [row] = await ctx.db.select().from(connections).where(own);
  const isTellable = row && TELLABLE.some((status) => status === row.status);
  if (!isTellable) return { kind: 'resting' };
  return { kind: 'busy', until: now.add({ seconds: 5 }) };
}

/** Lets the next one in. Of a turn that was taken over nothing is written. */
export async function releaseTurn(
  ctx: Ctx,
  turn: Pick<Turn, 'id' | 'connection'>,
  flow: Flow | null,
): Promise<void> {
  await ctx.db
    .update(connections)
    .set({ flow: sql`(${connections.flow} || ${JSON.stringify(flow ?? {})}::text::jsonb) - 'turn'` })
    .where(
      and(
        eq(connections.orgId, ctx.org),
        eq(connections.id, turn.connection.id),
        sql`${connections.flow}->'turn'->>'id' = ${turn.id}`,
      ),
    );
}

/** As it was stored; a new one where nothing was. */
export function flowOf({ flow }: ConnectionRow, port: PushPort, now: Temporal.Instant): Flow {
  const { tokens, at, rate, failures = 0, notBefore = null } = flow ?? {};
  if (tokens === undefined || at === undefined || rate === undefined)
    return { ...freshFlow(port.perMinute, now), failures, notBefore };
  return { tokens, at, rate, failures, notBefore };
}

/** Jitter, not a secret. */
export function jitter(): number {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) / 65_536;
}
