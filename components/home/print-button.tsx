'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';

/** Prints the two days, one page each. */
export function PrintButton() {
  const t = useTranslations('turnovers.share');
  return (
    <Button size="sm" onClick={() => window.print()}>
      <Icon name="printer" />
      {t('print')}
    </Button>
  );
}
