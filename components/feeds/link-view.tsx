'use client';

import { useTranslations } from 'next-intl';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { AppUrlWarning } from '#lib/domain/feeds/schemas.ts';
import { READERS, type Reader } from './readers.ts';

/** The link in both spellings, whether the world can reach it, and what to do with it on each platform. */
export function LinkView({
  link,
  reader,
}: {
  link: { url: string; webcalUrl: string; appUrlWarning: AppUrlWarning | null };
  reader: Reader;
}) {
  const t = useTranslations('feeds');
  const steps = useTranslations('subscribe');
  return (
    <div className="flex flex-col gap-4">
      {link.appUrlWarning ? (
        <Notice kind="warn" title={t(`reach.${link.appUrlWarning}.title`)}>
          {t(`reach.${link.appUrlWarning}.means`)}
        </Notice>
      ) : null}
      <div className="flex flex-col gap-1.5">
        <p className="font-medium text-sm">{t('https')}</p>
        <CopyField value={link.url} label={t('https')} />
      </div>
      <div className="flex flex-col gap-1.5">
        <p className="font-medium text-sm">{t('webcal')}</p>
        <CopyField value={link.webcalUrl} label={t('webcal')} />
        <p className="text-ink-2 text-sm">{t('webcalHint')}</p>
      </div>
      <div>
        <p className="font-medium text-sm">
          {READERS[reader] ? steps('title', { platform: READERS[reader] }) : steps('titleOther')}
        </p>
        <ol className="mt-1.5 grid list-decimal gap-1 pl-5 text-ink-2 marker:text-ink-3">
          {(['one', 'two', 'three'] as const).map((step) => (
            <li key={step}>{steps(`${reader}.${step}`)}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}
