import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PageHead } from '#components/frame/page.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { Words } from '#components/words/words.tsx';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('settingsPages');
  return (
    <Words of={['settingsPages']}>
      <PageHead title={t('title')} />
      <div className="flex flex-col gap-7 px-4 pb-12 sm:px-6 lg:flex-row lg:gap-10 lg:px-8">
        <SettingsNav />
        <div className="flex min-w-0 max-w-3xl flex-1 flex-col gap-9">{children}</div>
      </div>
    </Words>
  );
}
