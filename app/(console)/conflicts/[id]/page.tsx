import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ConflictPage } from '#components/conflicts/conflict-page.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getConflict } from '#lib/domain/conflicts/queries.ts';
import { getConflictGuide } from '#lib/domain/guide/get-guide.ts';
import { found } from '#lib/web/page-found.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

const Asked = z.object({ answer: z.string().max(60).optional() });

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ ctx }, t] = await Promise.all([requirePageCtx(), getTranslations('clash')]);
  const { unit } = await found(getConflict(ctx, (await params).id));
  return { title: `${t('one')}: ${unit.name}` };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ ctx, role }, { id }, search] = await Promise.all([requirePageCtx(), params, searchParams]);
  return (
    <ConflictPage
      guide={await found(getConflictGuide(ctx, id))}
      asked={readSearch(Asked, search).value?.answer ?? null}
      mayResolve={can(role, 'conflict.resolve')}
      now={ctx.clock.now().toString()}
    />
  );
}
