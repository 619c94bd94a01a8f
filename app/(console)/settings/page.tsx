import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Section } from '#components/frame/page.tsx';
import { Facts } from '#components/records/facts.tsx';
import { Moment } from '#components/records/moment.tsx';
import { OrganizationForm } from '#components/settings/organization-form.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getOrganization } from '#lib/domain/organizations/queries.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingsPages.organization'))('title') };
}

export default async function OrganizationPage() {
  const [{ ctx, role }, t] = await Promise.all([
    requirePageCtx(),
    getTranslations('settingsPages.organization'),
  ]);
  const organization = await getOrganization(ctx);
  return (
    <Section title={t('title')} lead={t('lead')}>
      <OrganizationForm
        key={organization.name}
        name={organization.name}
        mayWrite={can(role, 'organization.manage')}
      />
      <Facts
        className="mt-6"
        facts={[
          { label: t('since'), value: <Moment at={organization.createdAt} /> },
          { label: t('id'), value: <span className="select-all font-mono text-sm">{organization.id}</span> },
        ]}
      />
    </Section>
  );
}
