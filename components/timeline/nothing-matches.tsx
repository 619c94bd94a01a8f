'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export function NothingMatches({ q, onClear }: { q: string; onClear: () => void }) {
  const t = useTranslations('timeline');
  return (
    <EmptyState
      title={q === '' ? t('nothingHere') : t('nothing', { q })}
      action={<Button onClick={onClear}>{t('showAll')}</Button>}
    >
      {t('nothingMeans')}
    </EmptyState>
  );
}
