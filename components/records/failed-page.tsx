'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';

/** For who can fetch nothing any more, not even the page that says so. */
function Unreached({ reset }: { reset: () => void }) {
  const t = useTranslations('records.pageError');
  const common = useTranslations('common');
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-6 sm:px-6 lg:px-8">
      <h1 className="font-semibold text-lg">{t('title')}</h1>
      <p>{t('means')}</p>
      <button type="button" onClick={reset} className="underline underline-offset-4">
        {common('tryAgain')}
      </button>
    </div>
  );
}

/** Stands in place of a page that failed, and is fetched when one does: every page would carry it otherwise. */
export const FailedPage = dynamic(() =>
  import('./page-error.tsx').then(
    (module) => module.PageError,
    () => Unreached,
  ),
);
