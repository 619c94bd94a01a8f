import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageBody, PageHead } from './page.tsx';

/** A page that the reader's role does not open. */
export function Forbidden() {
  const t = useTranslations('forbidden');
  return (
    <>
      <PageHead title={t('title')} />
      <PageBody>
        <EmptyState
          title={t('what')}
          action={
            <Button asChild>
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
