'use client';

import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Unit } from '#lib/domain/properties/schemas.ts';
import { UnitDialog } from './unit-dialog.tsx';

export function EditUnit({
  propertyId,
  unit,
  siblings,
}: {
  propertyId: string;
  unit: Unit;
  siblings: readonly Unit[];
}) {
  const t = useTranslations('units');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Pencil strokeWidth={1.75} />
        {t('edit')}
      </Button>
      {open ? (
        <UnitDialog propertyId={propertyId} unit={unit} siblings={siblings} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
