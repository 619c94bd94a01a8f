'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';

export function PrintButton() {
  const t = useTranslations('paper');
  return (
    <Button kind="primary" onClick={() => window.print()}>
      <Icon name="printer" />
      {t('print')}
    </Button>
  );
}
