import { useTranslations } from 'next-intl';
import type { ElementType } from 'react';
import { buttonLook } from '#components/ui/button-look.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageBody, PageHead } from './page.tsx';

/**
 * An address that names nothing here, or nothing of this organization: both look the same.
 * @param link what leads home: the app's own links where the frame stands. Outside of it a plain one, because what this page
 * needs is fetched with every page.
 */
export function NothingHere({ link: Home = 'a' }: { link?: ElementType }) {
  const t = useTranslations('nothingHere');
  return (
    <>
      <PageHead title={t('title')} />
      <PageBody>
        <EmptyState
          title={t('what')}
          action={
            <Home href="/" className={buttonLook({ kind: 'primary' })}>
              {t('home')}
            </Home>
          }
        >
          {t('means')}
        </EmptyState>
      </PageBody>
    </>
  );
}
