import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PageHead } from '#components/frame/page.tsx';
import { Tabs } from './tabs.tsx';

export function ChannelsHead({
  here,
  action,
}: {
  here: 'calendars' | 'history' | 'messages' | 'deliveries';
  action?: ReactNode;
}) {
  const t = useTranslations('records.channels');
  return (
    <>
      <PageHead title={t('title')} lead={t(`${here}Lead`)} action={action} />
      <Tabs
        label={t('title')}
        tabs={[
          { href: '/channels', label: t('overview'), here: here === 'calendars' },
          { href: '/channels/history', label: t('history'), here: here === 'history' },
          { href: '/channels/messages', label: t('messages'), here: here === 'messages' },
          { href: '/channels/deliveries', label: t('deliveries'), here: here === 'deliveries' },
        ]}
      />
    </>
  );
}
