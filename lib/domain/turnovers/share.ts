import { randomBytes } from 'node:crypto';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { properties } from '#db/schema/properties.ts';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { invariant, notFound } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { turnoverHash } from './find-share.ts';
import { listShares } from './list-shares.ts';
import type { NewTurnoverLink, TurnoverLinkInput } from './schemas.ts';

/**
 * Makes a link that shows whoever has it who comes and goes, without prices and without what guests told. The address in the
 * answer is shown once: only a keyed hash of it is kept.
 * @throws AppError forbidden; not_found for a property that is not there
 */
export async function shareTurnovers(ctx: Ctx, input: TurnoverLinkInput): Promise<NewTurnoverLink> {
  requireCan(ctx, 'feed.configure');
  const token = randomBytes(32).toString('base64url');
  const now = ctx.clock.now();
  const propertyIds = input.propertyIds === null ? null : [...new Set(input.propertyIds)].sort();
  const row = {
    id: newId('turnoverLink'),
    orgId: ctx.org,
    name: input.name,
    propertyIds,
    tokenHash: turnoverHash(ctx, token),
    createdBy: ctx.actor.id,
    createdAt: now,
    expiresAt: input.days === null ? null : now.add({ hours: input.days * 24 }),
  };
  return inTx(ctx, async (tx) => {
    if (propertyIds) await requireProperties(tx, propertyIds);
    await tx.db.insert(turnoverLinks).values(row);
    await record(tx, {
      action: 'turnover_link.created',
      subject: { kind: 'turnover_link', id: row.id },
      after: { name: row.name, propertyIds, expiresAt: row.expiresAt?.toString() ?? null },
    });
    const made = (await listShares(tx)).items.find((one) => one.id === row.id);
    invariant(made, 'a link that was just made is listed');
    return { ...made, url: `${ctx.appUrl}/turnovers/${token}` };
  });
}

async function requireProperties(tx: Ctx, ids: readonly string[]): Promise<void> {
  const found = await tx.db
    .select({ id: properties.id })
    .from(properties)
    .where(
      and(eq(properties.orgId, tx.org), inArray(properties.id, [...ids]), isNull(properties.archivedAt)),
    );
  if (found.length < ids.length) throw notFound('property');
}
