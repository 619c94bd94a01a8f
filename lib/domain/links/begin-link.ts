import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { units } from '#db/schema/properties.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { AppError, invariant, notFound } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { beginConnect } from '../connections/begin-connect.ts';
import { takenError } from '../connections/hold.ts';
import { needApp } from '../connections/need-app.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { flowEnd, pickOf } from './find-flow.ts';

export type BegunLink = {
  readonly flow: string;
  readonly authorizeUrl: string;
  readonly expiresAt: string;
};

type Unit = { readonly id: string; readonly propertyId: string };
type Here = { readonly sessionId: string | null };

/** As long as a flow: somebody who opens an account at the channel on the way comes back late. */
const CONSENT_MINUTES = 60;

/**
 * Begins to connect one listing to a unit: the channel's consent page, and a flow that says how far it has come. Begun once
 * more for the same unit it starts from the beginning, under the same name.
 * @throws AppError forbidden, not_found, already_connected, and as `beginConnect`
 */
export async function beginLink(
  ctx: Ctx,
  provider: ProviderName,
  where: { readonly unitId?: string | undefined; readonly propertyId?: string | undefined },
  here: Here,
): Promise<BegunLink> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const unit = await findUnit(ctx, where);
  const mappingId = await findHolder(ctx, provider, unit.id);
  if (mappingId) throw takenError({ what: 'unit', mappingId }, '');
  return beginFlow(ctx, provider, { unit, mappingId: null, markupBp: null }, here);
}

/** A flow from its first step, whether for a new link or for one that is to work again. */
export async function beginFlow(
  ctx: Ctx,
  provider: ProviderName,
  what: { readonly unit: Unit; readonly mappingId: string | null; readonly markupBp: number | null },
  here: Here,
): Promise<BegunLink> {
  const { actor } = ctx;
  if (actor.kind !== 'user') throw needsPerson();
  await needApp(ctx, provider);
  const now = ctx.clock.now();
  const fresh = {
    mappingId: what.mappingId,
    step: 'authorize' as const,
    connectionId: null,
    accountId: null,
    itemId: null,
    itemName: null,
    ...(what.markupBp === null ? {} : { markupBp: what.markupBp }),
    error: null,
    expiresAt: flowEnd(ctx),
    updatedAt: now,
  };
  const { id: unitId, propertyId } = what.unit;
  // Dying after it leaves a flow without a way to consent; begun again it has one, or it runs out.
  const [row] = await ctx.db
    .insert(connectSteps)
    .values({
      id: newId('connectSteps'),
      orgId: ctx.org,
      userId: actor.id,
      provider,
      unitId,
      propertyId,
      createdAt: now,
      ...fresh,
    })
    .onConflictDoUpdate({
      target: [connectSteps.orgId, connectSteps.userId, connectSteps.provider, connectSteps.unitId],
      targetWhere: sql`finished_at is null`,
      set: fresh,
    })
    .returning({ id: connectSteps.id });
  invariant(row, 'a flow was made or begun again');
  const begun = await beginConnect(ctx, provider, {
    sessionId: here.sessionId,
    returnTo: `/properties/${propertyId}`,
    steps: { id: row.id, minutes: CONSENT_MINUTES },
  });
  if (begun.kind !== 'consent') throw needsPerson();
  return { flow: row.id, authorizeUrl: begun.authorizeUrl, expiresAt: begun.expiresAt };
}

function needsPerson(): AppError {
  return new AppError(
    'forbidden',
    'Connecting a listing needs a person at a browser: the channel asks them. Sign in to do it.',
    { details: { reason: 'belongs_to_person' } },
  );
}

/** The unit, or a property's first. @throws AppError not_found */
async function findUnit(
  ctx: Ctx,
  { unitId, propertyId }: { unitId?: string | undefined; propertyId?: string | undefined },
): Promise<Unit> {
  const [unit] = await ctx.db
    .select({ id: units.id, propertyId: units.propertyId })
    .from(units)
    .where(
      and(
        eq(units.orgId, ctx.org),
        isNull(units.archivedAt),
        unitId === undefined ? undefined : eq(units.id, unitId),
        propertyId === undefined ? undefined : eq(units.propertyId, propertyId),
      ),
    )
    .orderBy(asc(units.position), asc(units.id))
    .limit(1);
  if (!unit) throw notFound(unitId === undefined ? 'property' : 'unit');
  return unit;
}

/** The mapping by which a unit is connected at the channel; null: none works. */
async function findHolder(ctx: Ctx, provider: ProviderName, unitId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: mappings.id })
    .from(mappingUnits)
    .innerJoin(mappings, eq(mappings.id, mappingUnits.mappingId))
    .where(
      and(
        eq(mappingUnits.orgId, ctx.org),
        eq(mappingUnits.unitId, unitId),
        sql`starts_with(${mappings.heldUnit}, ${`${provider}:`})`,
      ),
    )
    .limit(1);
  return row?.id ?? null;
}
