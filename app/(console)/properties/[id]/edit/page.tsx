import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { ArchiveProperty } from '#components/properties/archive.tsx';
import { PropertyForm } from '#components/properties/property-form.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getProperty } from '#lib/domain/properties/queries.ts';
import { found } from '#lib/web/page-found.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('property'))('editTitle') };
}

export default async function EditPropertyPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ ctx, role }, t, { id }] = await Promise.all([
    requirePageCtx(),
    getTranslations('property'),
    params,
  ]);
  if (!can(role, 'property.write')) return <Forbidden />;
  const property = await found(getProperty(ctx, id));
  return (
    <>
      <PageHead
        above={<Link href={`/properties/${property.id}`}>{property.name}</Link>}
        title={t('editTitle')}
      />
      <PageBody>
        <PropertyForm property={property} />
        <ArchiveProperty id={property.id} name={property.name} />
      </PageBody>
    </>
  );
}
