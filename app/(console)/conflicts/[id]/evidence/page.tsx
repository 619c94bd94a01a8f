import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Evidence } from '#components/conflicts/evidence.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { getConflict } from '#lib/domain/conflicts/queries.ts';
import { getEvidence } from '#lib/domain/guide/evidence.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ ctx }, t] = await Promise.all([requirePageCtx(), getTranslations('clash.paper')]);
  const { unit } = await found(getConflict(ctx, (await params).id));
  return { title: t('title', { unit: unit.name }) };
}

export default async function EvidencePage({ params }: Props) {
  const [{ ctx }, { id }] = await Promise.all([requirePageCtx(), params]);
  return <Evidence {...(await found(getEvidence(ctx, id)))} now={ctx.clock.now().toString()} />;
}
