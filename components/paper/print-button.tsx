'use client';

import { Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';

export function PrintButton() {
  const t = useTranslations('paper');
  return (
    <Button kind="primary" onClick={() => window.print()}>
      <Printer strokeWidth={1.75} />
      {t('print')}
    </Button>
  );
}
