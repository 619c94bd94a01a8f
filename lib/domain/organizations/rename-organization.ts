import { eq } from 'drizzle-orm';
import { organizations } from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { getOrganization } from './queries.ts';
import type { Organization, OrganizationPatch } from './schemas.ts';

/** @throws AppError forbidden; the same name again changes nothing and writes no journal row */
export async function renameOrganization(ctx: Ctx, input: OrganizationPatch): Promise<Organization> {
  requireCan(ctx, 'organization.manage');
  return inTx(ctx, async (tx) => {
    const [before] = await tx.db
      .select({ name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, tx.org))
      .for('no key update');
    if (!before) throw notFound('organization');
    if (before.name !== input.name) {
      await tx.db
        .update(organizations)
        .set({ name: input.name, updatedAt: tx.clock.now() })
        .where(eq(organizations.id, tx.org));
      await record(tx, {
        action: 'organization.renamed',
        subject: { kind: 'organization', id: tx.org },
        before: { name: before.name },
        after: { name: input.name },
      });
    }
    return getOrganization(tx);
  });
}
