import { useTranslations } from 'next-intl';
import { PageHead } from '#components/frame/page.tsx';
import { Tabs } from './tabs.tsx';

export function InboxHead({ here, count }: { here: 'open' | 'resolved'; count: number }) {
  const t = useTranslations('records.inbox');
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')} />
      <Tabs
        label={t('title')}
        tabs={[
          { href: '/inbox', label: t('open'), here: here === 'open', count },
          { href: '/inbox/resolved', label: t('resolved'), here: here === 'resolved' },
        ]}
      />
    </>
  );
}
