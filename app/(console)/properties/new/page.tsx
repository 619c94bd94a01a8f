import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { PropertyForm } from '#components/properties/property-form.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('property'))('newTitle') };
}

export default async function NewPropertyPage() {
  const [{ role }, t] = await Promise.all([requirePageCtx(), getTranslations('property')]);
  if (!can(role, 'property.write')) return <Forbidden />;
  return (
    <>
      <PageHead title={t('newTitle')} lead={t('newLead')} />
      <PageBody>
        <PropertyForm />
      </PageBody>
    </>
  );
}
