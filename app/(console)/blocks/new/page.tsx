import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { BlockPage } from '#components/timeline/block-page.tsx';
import { NoProperties } from '#components/timeline/no-properties.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readTonight } from '#lib/domain/availability/tonight.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('timeline'))('block') };
}

export default async function BlockNightsPage() {
  const [{ ctx, role }, t] = await Promise.all([requirePageCtx(), getTranslations('timeline')]);
  if (!can(role, 'block.write')) return <Forbidden />;
  const { timeline, atMs } = await readTonight(ctx);
  if (timeline.properties.length === 0) return <NoProperties mayAdd={can(role, 'property.write')} />;
  return (
    <>
      <PageHead title={t('block')} lead={t('blockMeans')} />
      <PageBody>
        <BlockPage timeline={timeline} atMs={atMs} />
      </PageBody>
    </>
  );
}
