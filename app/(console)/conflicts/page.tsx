import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requirePageCtx } from '#lib/auth/page.ts';
import { listConflicts } from '#lib/domain/conflicts/queries.ts';
import { CalendarSubjectId } from '#lib/domain/properties/schemas.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Asked = z.object({ unit: CalendarSubjectId.optional() });

/** A signpost: to the one conflict of a unit, else to the place where all that needs a person stands. */
export default async function ConflictsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx }, search] = await Promise.all([requirePageCtx(), searchParams]);
  const unit = readSearch(Asked, search).value?.unit;
  if (!unit) redirect('/inbox');
  const { items } = await listConflicts(ctx, { status: 'open', unit, limit: 2 });
  const [only, ...others] = items;
  redirect(only && others.length === 0 ? `/conflicts/${only.id}` : `/inbox?unit=${unit}`);
}
