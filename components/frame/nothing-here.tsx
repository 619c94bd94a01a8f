import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageBody, PageHead } from './page.tsx';

/** An address that names nothing here, or nothing of this organization: both look the same. */
export function NothingHere() {
  const t = useTranslations('nothingHere');
  return (
    <>
      <PageHead title={t('title')} />
      <PageBody>
        <EmptyState
          title={t('what')}
          action={
            <Button asChild kind="primary">
              <Link href="/">{t('home')}</Link>
            </Button>
          }
        >
          {t('means')}
        </EmptyState>
      </PageBody>
    </>
  );
}
