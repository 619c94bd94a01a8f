import { eq } from 'drizzle-orm';
import { users } from '#db/schema/organizations.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { requireUser } from './internal.ts';
import { getMe } from './queries.ts';
import type { Me, MePatch } from './schemas.ts';

/** The person's own name and language; no right is required for what is one's own. */
export async function updateMe(ctx: Ctx, patch: MePatch): Promise<Me> {
  const userId = requireUser(ctx);
  return inTx(ctx, async (tx) => {
    const { name, locale } = patch;
    if (name !== undefined || locale !== undefined) {
      await tx.db
        .update(users)
        .set({ ...(name ? { name } : {}), ...(locale ? { locale } : {}), updatedAt: tx.clock.now() })
        .where(eq(users.id, userId));
      await record(tx, {
        action: 'user.changed',
        subject: { kind: 'user', id: userId },
        after: { fields: Object.keys(patch), ...(locale ? { locale } : {}) },
      });
    }
    return getMe(tx);
  });
}
