'use client';

import { Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';

/** Prints the two days, one page each. */
export function PrintButton() {
  const t = useTranslations('turnovers.share');
  return (
    <Button size="sm" onClick={() => window.print()}>
      <Printer strokeWidth={1.75} />
      {t('print')}
    </Button>
  );
}
