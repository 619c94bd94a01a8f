import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** An address that names nothing of this organization. */
export function NotThere({
  what,
  back,
}: {
  what: 'reservation' | 'run' | 'message' | 'delivery' | 'conflict';
  back: string;
}) {
  const t = useTranslations('records.notThere');
  return (
    <>
      <PageHead title={t(`${what}.title`)} />
      <PageBody>
        <EmptyState
          title={t('what')}
          action={
            <Button asChild kind="primary">
              <Link href={back}>{t(`${what}.back`)}</Link>
            </Button>
          }
        >
          {t('means')}
        </EmptyState>
      </PageBody>
    </>
  );
}
