'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';

export function RequestId({ id }: { id: string }) {
  const t = useTranslations('common');
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        void navigator.clipboard?.writeText(id);
        setCopied(true);
      }}
      className="mt-1.5 inline-flex items-center gap-1.5 text-ink-2 text-xs hover:text-ink"
    >
      {copied ? t('copied') : t('requestId')} <span className="font-mono">{id}</span>
      <Icon name="copy" className="size-3" />
    </button>
  );
}
