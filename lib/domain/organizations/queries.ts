import { eq } from 'drizzle-orm';
import { organizations } from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { Organization } from './schemas.ts';

/** The organization that the context proves. @throws AppError not_found where it was deleted meanwhile */
export async function getOrganization(ctx: Ctx): Promise<Organization> {
  const [row] = await ctx.db.select().from(organizations).where(eq(organizations.id, ctx.org));
  if (!row) throw notFound('organization');
  return { id: row.id, name: row.name, createdAt: row.createdAt.toString() };
}
