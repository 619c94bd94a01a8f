'use client';

import { useTranslations } from 'next-intl';
import { RequestId } from '#components/api/request-id.tsx';
import { PageBody } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** A page that could not be read: what that means, and the way on. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('records.pageError');
  const common = useTranslations('common');
  return (
    <PageBody className="pt-6">
      <Notice
        kind="bad"
        title={t('title')}
        className="max-w-[640px]"
        action={
          <Button size="sm" onClick={reset}>
            {common('tryAgain')}
          </Button>
        }
      >
        <p>{t('means')}</p>
        {error.digest ? <RequestId id={error.digest} /> : null}
      </Notice>
    </PageBody>
  );
}
