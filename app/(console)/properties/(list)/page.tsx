import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { PropertiesTable } from '#components/properties/properties-table.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readProperties } from '#lib/domain/properties/read-properties.ts';
import { readProtections } from '#lib/domain/protection/read-protection.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('properties') };
}

export default async function PropertiesPage() {
  const { ctx, role } = await requirePageCtx();
  const [t, properties, protections] = await Promise.all([
    getTranslations('properties'),
    readProperties(ctx),
    readProtections(ctx),
  ]);
  const mayAdd = can(role, 'property.write');
  const add = (
    <Button asChild kind="primary">
      <Link href="/properties/new">
        <Icon name="plus" />
        {t('add')}
      </Link>
    </Button>
  );
  const units = properties.reduce((sum, property) => sum + property.units.length, 0);
  return (
    <>
      <PageHead
        title={t('title')}
        lead={properties.length > 0 ? t('lead', { properties: properties.length, units }) : undefined}
        action={mayAdd && properties.length > 0 ? add : null}
      />
      <PageBody>
        {properties.length === 0 ? (
          <EmptyState title={t('emptyTitle')} action={mayAdd ? add : null}>
            {mayAdd ? t('emptyMeans') : t('emptyAsk')}
          </EmptyState>
        ) : (
          <PropertiesTable properties={properties} protections={protections} />
        )}
      </PageBody>
    </>
  );
}
